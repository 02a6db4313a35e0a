import type { Send } from "../http/send";
import { unlessRefused } from "../lifecycle/not-found";
import { appLogins } from "../okta/lookups/app-people";
import { findOpaApps } from "../okta/lookups/find-opa-app";

/**
 * The logins of the people whom an active Okta Privileged Access app is assigned to: Okta pushes nobody else. Undefined if that could
 * not be seen. Reads only: a call for each 500 people.
 */
export async function assignedPeople(okta: Send): Promise<readonly string[] | undefined> {
    const apps = await unlessRefused(() => findOpaApps(okta));
    if (!apps) return undefined;
    const active = apps.filter(({ isActive }) => isActive);
    const each = await unlessRefused(() => Promise.all(active.map(({ id }) => appLogins(okta, id))));
    return each && [...new Set(each.flat())].sort();
}
