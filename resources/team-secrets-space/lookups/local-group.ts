import { ApiFailure } from "../../http/failure/api-failure";
import type { Send } from "../../http/send";
import { sharedRead } from "../../lifecycle/shared/shared-read";
import { type Patience, waitUntil } from "../../lifecycle/waiting/wait-until";
import { type AppGroupName, appGroupNames } from "../../okta/lookups/app-group-names";
import type { OpaApp } from "../../okta/lookups/find-opa-app";
import { ownGroupsNamed } from "../../okta/lookups/own-groups-named";
import type { OpaConnection } from "../../opa/connection/connect";
import { allGroups, type OpaGroup } from "../../opa/groups/groups";
import { programWarning } from "../../program-error";

/** An app, and what it is called as far as that is known. */
export type PushingApp = Pick<OpaApp, "id"> & Partial<Pick<OpaApp, "label">>;

/** Where a group is looked for. */
export interface GroupLookups {
    readonly okta: Send;
    readonly opa: OpaConnection;
    /** The apps that may have pushed a group to OPA. */
    readonly apps: readonly PushingApp[];
    /** Whether the space that wants the name exists already, although Okta has no group of its own with that name. */
    readonly isOwn?: (name: string) => Promise<boolean>;
}

/** How long Okta's search may take to know a group that was created a moment ago (docs/contracts/okta-api.md 2.1). */
const searchSettles: Patience = { deadlineMs: 20_000 };

/** Milliseconds for which all spaces share one list. */
const freshMs = 60_000;

/** The same while something is waited for. */
const askedAnewMs = 1000;

/**
 * Throws when a space that does not exist yet wants the name of somebody else's group: one that the app has, or one of
 * OPA's own, which nothing in OPA tells from a pushed one, but which Okta knows in no app. To push onto it would give its
 * roles to the members, and destroying the space might delete it.
 *
 * Where Okta has a group of its own with that name, the space exists: what is in the app and in OPA is its own. It also exists
 * where OPA has a policy for it that this stack made, and somebody has deleted Okta's group. Or the name
 * is taken in Okta, which then refuses it before anything else happens. Upper and lower case are the same here: whether they
 * are to Okta and OPA is not known. This is an answer in time for previews; the mapping looks again when it is created.
 */
export async function refuseTakenGroup(
    places: GroupLookups,
    name: string,
    patience: Patience = searchSettles,
): Promise<void> {
    const taken = await whoHas(places, name, freshMs);
    if (!taken || (await places.isOwn?.(name))) return;
    let last = taken;
    const isFree = await waitUntil(
        `Okta's search to know the group "${name}"`,
        // A group that was pushed, and is being deleted, goes from Okta first.
        async () => {
            const now = await whoHas(places, name, askedAnewMs);
            last = now ?? last;
            return now ? undefined : true;
        },
        patience,
    );
    if (!isFree) throw new Error(last);
}

const appGroups = sharedRead(freshMs, appGroupNames);

const inOkta = sharedRead(freshMs, async (okta: Send, name: string) => (await ownGroupsNamed(okta, [name])).has(name));

/** Whether Okta has a group of its own with this name: then the space exists already. */
export async function isInOkta(okta: Send, name: string): Promise<boolean> {
    return (await inOkta.find((isThere) => isThere || undefined, okta, name)) === true;
}

/** What has the name already, as a message says it; undefined when it is free, or the space's own. */
async function whoHas({ okta, opa, apps }: GroupLookups, name: string, atMostMs: number): Promise<string | undefined> {
    const isIt = (group: { readonly name: string }) => group.name.toLowerCase() === name.toLowerCase();
    const [inOpa, inApps] = await Promise.all([
        groupsOf(opa, atMostMs),
        Promise.all(
            apps.map(async (app) => {
                const groups = await appGroups.within(atMostMs)(okta, app.id);
                return { app, group: groups.find(isIt) };
            }),
        ),
    ]);
    const pushed = inApps.find(({ group }) => group !== undefined);
    const local = inOpa.find(isIt);
    if ((!pushed && !local) || (await inOkta.within(atMostMs)(okta, name))) return undefined;
    if (pushed?.group) return isInApp(name, pushed.group, pushed.app);
    return local && isLocal(name, local);
}

async function groupsOf(opa: OpaConnection, freshMs: number): Promise<readonly OpaGroup[]> {
    try {
        return await allGroups.within(freshMs)(opa);
    } catch (failure) {
        if (!(failure instanceof ApiFailure) || failure.kind !== "forbidden") throw failure;
        await programWarning(
            `OPA's groups cannot be listed, so it was not checked whether a team's name is that of a group of OPA's own. ${failure.message}`,
        );
        return [];
    }
}

const remedy = 'Choose another groupName, or declare onExistingPush: "adopt" if that is what you want.';

const butCase = (wanted: string, name: string): string =>
    wanted === name ? "" : ` ("${wanted}" may be the same name there)`;

function isInApp(wanted: string, { id, name }: AppGroupName, app: PushingApp): string {
    return (
        `App ${app.label === undefined ? app.id : `"${app.label}" (${app.id})`} already has a group "${name}" (${id})${butCase(wanted, name)}. Pushing onto it would ` +
        `replace its members, and give this team what it is allowed. ${remedy}`
    );
}

function isLocal(wanted: string, { name, roles }: OpaGroup): string {
    const having = roles.length > 0 ? `with the roles ${roles.join(", ")}` : "without roles";
    return (
        `OPA has a group "${name}" of its own, ${having}${butCase(wanted, name)}. Pushing onto it would give the members what ` +
        `it is allowed. ${remedy}`
    );
}
