import type { PushDifference } from "../access/document";
import type { Send } from "../http/send";
import { unlessRefused } from "../lifecycle/not-found";
import { listMappings } from "../okta/group-push-mapping/wire/calls";
import type { Mapping } from "../okta/group-push-mapping/wire/mapping";
import { appGroupNames } from "../okta/lookups/app-group-names";
import { appPeople } from "../okta/lookups/app-people";
import { findOpaApps, type OpaApp } from "../okta/lookups/find-opa-app";
import { peopleInGroup } from "../okta/lookups/people-in-group";
import type { OpaConnection } from "../opa/connection/connect";
import { membersOf } from "../opa/groups/group-members";
import { differenceOf } from "../team-secrets-space/lookups/arrived";
import { whyNotPushed } from "../team-secrets-space/lookups/why-not-pushed";

/** The result of comparing pushed groups. */
export interface Comparison {
    readonly differences: PushDifference[];
    /** How many pushed groups were compared. */
    readonly compared: number;
    /** What could not be compared, as text. */
    readonly unseen: readonly string[];
}

interface Ways {
    readonly okta: Send;
    readonly opa: OpaConnection;
}

/**
 * Compares the people whom Okta and OPA have in each group that is pushed to an active Okta Privileged Access app.
 * Reads only: two calls for each group, and more for one with more than 200 people.
 *
 * @param isAsked Whether the group of this name is to be compared.
 */
export async function comparePushes(ways: Ways, isAsked: (group: string) => boolean = () => true): Promise<Comparison> {
    const apps = await unlessRefused(() => findOpaApps(ways.okta));
    if (!apps) return unseen("which apps Okta has");
    const active = apps.filter(({ isActive }) => isActive);
    return together(await Promise.all(active.map((app) => compareApp(ways, app, isAsked))));
}

const nothing: Comparison = { differences: [], compared: 0, unseen: [] };

const unseen = (what: string): Comparison => ({ ...nothing, unseen: [what] });

/** In order of the groups' names. */
function together(all: readonly Comparison[]): Comparison {
    const differences = all.flatMap((one) => one.differences);
    return {
        differences: differences.sort((one, other) => (one.group < other.group ? -1 : Number(one.group > other.group))),
        compared: all.reduce((sum, one) => sum + one.compared, 0),
        unseen: all.flatMap((one) => one.unseen).sort(),
    };
}

async function compareApp(ways: Ways, app: OpaApp, isAsked: (group: string) => boolean): Promise<Comparison> {
    const { okta } = ways;
    const seen = await unlessRefused(() =>
        Promise.all([listMappings(okta, app.id, {}), appGroupNames(okta, app.id), appPeople(okta, app.id)]),
    );
    if (!seen) return unseen(`the pushes, groups and people of app "${app.label}" (${app.id})`);
    const [mappings, groups, assigned] = seen;
    const nameOf = new Map(groups.map(({ id, name }) => [id, name]));
    const parts = mappings.map(async (mapping) => {
        const group = nameOf.get(mapping.targetGroupId);
        // Okta's search may not know it yet.
        if (group === undefined) return unseen(`what group ${mapping.sourceGroupId} is called in OPA`);
        return isAsked(group) ? comparePush(ways, mapping, group, assigned) : nothing;
    });
    return together(await Promise.all(parts));
}

async function comparePush(
    { okta, opa }: Ways,
    { sourceGroupId, status }: Mapping,
    group: string,
    assigned: ReadonlySet<string>,
): Promise<Comparison> {
    const [people, members] = await Promise.all([
        unlessRefused(() => peopleInGroup(okta, sourceGroupId, Number.POSITIVE_INFINITY)),
        unlessRefused(() => membersOf(opa, group)),
    ]);
    if (!people || !members) return unseen(`the people of group "${group}" in ${people ? "OPA" : "Okta"}`);
    const { missing, extra } = differenceOf(
        people.map(({ login }) => ({ login })),
        members,
    );
    if (missing.length + extra.length === 0) return { ...nothing, compared: 1 };
    const reasons = new Map(
        people.map(({ login, id, status: word }) => [login, whyNotPushed(word, !assigned.has(id))]),
    );
    const notInOpa = missing.map(({ login }) => ({ login, why: reasons.get(login) ?? null }));
    return {
        differences: [{ group, sourceGroupId, status, notInOpa, notInOkta: [...extra] }],
        compared: 1,
        unseen: [],
    };
}
