import type { Send } from "../http/send";
import { unlessRefused } from "../lifecycle/not-found";
import { appLogins } from "../okta/lookups/app-people";
import type { AppPushes } from "./compare";

/**
 * The logins of the people whom these apps are assigned to: Okta pushes nobody else. Undefined if that could not be seen. Reads only:
 * a call for each 500 people.
 */
export async function assignedPeople(
    okta: Send,
    seen: Promise<readonly AppPushes[] | undefined>,
): Promise<readonly string[] | undefined> {
    const apps = await seen;
    const each = apps && (await unlessRefused(() => Promise.all(apps.map(({ app }) => appLogins(okta, app.id)))));
    return each && [...new Set(each.flat())].sort();
}
