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

/** What an active Okta Privileged Access app pushes; undefined: it could not be seen. */
export interface AppPushes {
    readonly app: OpaApp;
    readonly pushes:
        | { readonly mappings: readonly Mapping[]; readonly nameOf: ReadonlyMap<string, string> }
        | undefined;
}

/** The pushes of all active apps; undefined if the apps could not be seen. */
export async function seenPushes(okta: Send): Promise<readonly AppPushes[] | undefined> {
    const apps = await unlessRefused(() => findOpaApps(okta));
    return apps && Promise.all(apps.filter(({ isActive }) => isActive).map((app) => pushesOf(okta, app)));
}

async function pushesOf(okta: Send, app: OpaApp): Promise<AppPushes> {
    const seen = await unlessRefused(() => Promise.all([listMappings(okta, app.id, {}), appGroupNames(okta, app.id)]));
    if (!seen) return { app, pushes: undefined };
    const [mappings, names] = seen;
    return { app, pushes: { mappings, nameOf: new Map(names.map(({ id, name }) => [id, name])) } };
}

/**
 * Compares the people whom Okta and OPA have in each group that is pushed to an active Okta Privileged Access app.
 * Reads only: two calls for each group, and more for one with more than 200 people.
 *
 * @param isAsked Whether the group of this name is to be compared.
 * @param seen The pushes, where they were looked at already.
 */
export async function comparePushes(
    ways: Ways,
    isAsked: (group: string) => boolean = () => true,
    seen: Promise<readonly AppPushes[] | undefined> = seenPushes(ways.okta),
): Promise<Comparison> {
    const apps = await seen;
    if (!apps) return unseen("which apps Okta has");
    return together(await Promise.all(apps.map((app) => compareApp(ways, app, isAsked))));
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

async function compareApp(
    ways: Ways,
    { app, pushes }: AppPushes,
    isAsked: (group: string) => boolean,
): Promise<Comparison> {
    const assigned = await unlessRefused(() => appPeople(ways.okta, app.id));
    if (!pushes || !assigned) return unseen(`the pushes, groups and people of app "${app.label}" (${app.id})`);
    const parts = pushes.mappings.map(async (mapping) => {
        const group = pushes.nameOf.get(mapping.targetGroupId);
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
