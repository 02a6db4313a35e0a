import { ApiFailure } from "../http/api-failure";
import type { Send } from "../http/send";
import { shared } from "../lifecycle/shared";
import { type Patience, waitUntil } from "../lifecycle/wait-until";
import { appGroupNames } from "../okta/app-group-names";
import type { OpaConnection } from "../opa/connection";
import { listGroups, type OpaGroup } from "../opa/groups";
import { programWarning } from "./program-error";

/** Where a group is looked for. */
export interface Places {
    readonly okta: Send;
    readonly opa: OpaConnection;
    readonly appId: string;
}

/** How long Okta's search may take to know a group that was pushed a moment ago (contracts/okta-api.md 2.1). */
const searchSettles: Patience = { deadlineMs: 20_000 };

/** Milliseconds for which all spaces share one list. */
const freshMs = 60_000;

/** The same while something is waited for. */
const askedAnewMs = 1000;

/**
 * Throws when OPA has a group of its own with this name: nothing in OPA tells it from a pushed one, but Okta knows no such
 * group in the app. To push onto it would give its roles to the members, and destroying the space would delete it.
 */
export async function refuseLocalGroup(
    places: Places,
    name: string,
    patience: Patience = searchSettles,
): Promise<void> {
    const { okta, opa, appId } = places;
    const inOpa = async (freshMs: number) => (await groupsOf(opa, freshMs)).find((group) => group.name === name);
    const inApp = async (freshMs: number) => {
        const names = await shared(okta, `names of the groups in app ${appId}`, freshMs, () =>
            appGroupNames(okta, appId),
        );
        return names.has(name);
    };
    const there = await inOpa(freshMs);
    if (!there || (await inApp(freshMs))) return;
    const isFree = await waitUntil(
        `Okta's search to know the app's group "${name}"`,
        // A group that was pushed, and is being deleted, goes from Okta first.
        async () => ((await inApp(askedAnewMs)) || !(await inOpa(askedAnewMs)) ? true : undefined),
        patience,
    );
    if (!isFree) throw new Error(isLocal(there));
}

async function groupsOf(opa: OpaConnection, freshMs: number): Promise<readonly OpaGroup[]> {
    try {
        return await shared(opa, "all groups", freshMs, () => listGroups(opa));
    } catch (failure) {
        if (!(failure instanceof ApiFailure) || failure.kind !== "forbidden") throw failure;
        await programWarning(
            `OPA's groups cannot be listed, so it was not checked whether a team's name is that of a group of OPA's own. ${failure.message}`,
        );
        return [];
    }
}

function isLocal({ name, roles }: OpaGroup): string {
    const having = roles.length > 0 ? `with the roles ${roles.join(", ")}` : "without roles";
    return (
        `OPA has a group "${name}" of its own, ${having}. Pushing onto it would give the members what it is allowed. ` +
        'Choose another groupName, or declare onExistingPush: "adopt" if that is what you want.'
    );
}
