import assert from "node:assert/strict";
import type { Store, Tenant } from "../../../tenant";
import type { Outcome, Stack } from "../../support/stack/stack-of";
import { partsOf } from "../../support/stack/state";
import { sharedGroup, type Team, type Teams } from "./teams";

/** Everything there is in the tenant, by id: what it is, without what only says when. */
export function everythingIn(store: Store): ReadonlyMap<string, string> {
    const living = [...store.opaGroups.values()].filter(({ deletedAtMs }) => deletedAtMs === undefined);
    const all: readonly (readonly [string, Iterable<{ readonly id: string }>])[] = [
        ["Okta group", store.groups.values()],
        ["mapping", store.mappings.values()],
        ["OPA group", living],
        ["folder", store.folders.values()],
        ["secret", store.secrets.values()],
        ["policy", store.policies.values()],
    ];
    return new Map(
        all.flatMap(([kind, rows]) =>
            [...rows].map((row) => {
                const members = store.memberships.get(row.id);
                return [row.id, `${kind} ${inWords({ ...row, ...(members ? { members } : {}) })}`] as const;
            }),
        ),
    );
}

function inWords(row: object): string {
    return JSON.stringify(row, (key, value: unknown) => {
        if (/Ms$/.test(key)) return undefined;
        return value instanceof Set ? [...value].sort() : value;
    });
}

/** Nothing of what was there before the stack is another now, and no secret is lost. */
export function assertOthersUntouched(before: ReadonlyMap<string, string>, { store }: Tenant): void {
    const after = everythingIn(store);
    for (const [id, row] of before)
        assert.equal(after.get(id), row, "something of others, or a secret, is not as it was");
}

/** There is what is declared, once, and nothing else that was not there before; state knows it. */
export function assertAsDeclared(
    teams: Teams,
    before: ReadonlyMap<string, string>,
    { store }: Tenant,
    stack: Stack,
): void {
    const shared = sharedIn(store);
    const isShared = (row: string) => row.includes(`"name":"${sharedGroup.name}"`) || row.includes(`"${shared?.id}"`);
    const added = [...everythingIn(store)].filter(
        // What is kept of the push that others may use is looked at where somebody uses it.
        ([id, row]) => !before.has(id) && !/^secret /.test(row) && !(isShared(row) && !/^policy /.test(row)),
    );
    const found: Record<string, number> = {};
    for (const [, row] of added) {
        const kind = row.slice(0, row.indexOf(" {"));
        found[kind] = (found[kind] ?? 0) + 1;
    }
    const all = Object.entries(teams).flatMap(([name, args]) => grantsOf(name, args));
    const pushes = all.filter(({ people }) => people !== undefined).length;
    const folder = Object.values(teams).flatMap((args) => ["", ...stepsOf(args)]).length;
    // The source, and the app's group that it is pushed to.
    const expected = { "Okta group": 2 * pushes, mapping: pushes, "OPA group": pushes, folder, policy: all.length };
    assert.deepEqual(found, Object.fromEntries(Object.entries(expected).filter(([, count]) => count > 0)));
    assertTeamsRight(teams, store, stack);
}

/** Each team has what is declared, and state knows it and nothing else; more may be there of which state knows nothing. */
export function assertTeamsRight(teams: Teams, store: Store, stack: Stack): void {
    const all = Object.entries(teams).flatMap(([name, args]) => grantsOf(name, args));
    for (const grant of all) assertGrant(grant, store, stack);
    const custom = stack.state.resources.filter(({ isCustom }) => isCustom);
    const folders = Object.values(teams).flatMap((args) => ["", ...stepsOf(args)]).length;
    const pushed = all.filter(({ people }) => people !== undefined).length;
    // A shared group is one resource, and its push another.
    const shared = all.length > pushed ? 2 : 0;
    const expected = all.length + 3 * pushed + folders + shared;
    assert.equal(custom.length, expected, "state keeps something else than what is declared");
    for (const one of custom) {
        assert.ok(!one.isLeftOver && !one.isPendingReplacement && one.unfinished.length === 0, one.urn);
    }
}

/** What the team, or a level of it, is to have. */
interface Grant {
    readonly name: string;
    /** Of its resources' names: `/owners`. */
    readonly of: string;
    /** The name of its group, in Okta and OPA. */
    readonly groupName: string;
    /** Who of it was declared by name; undefined where it is the group that Okta has. */
    readonly people: readonly string[] | undefined;
    readonly policyName: string;
    /** The resource of its folder, and that folder's path. */
    readonly folder: readonly [resource: string, path: string];
}

function grantsOf(name: string, args: Team): readonly Grant[] {
    const groupName = String(args.groupName ?? `team-${name}`);
    const path = `${args.parentFolder}/${args.folderName ?? name}`;
    const grant = (of: string, own: string, who: Pick<Team, "members">, folder: string): Grant => {
        const people = who.members as readonly string[] | undefined;
        return {
            ...{ name, of, people, groupName: people ? own : sharedGroup.name, policyName: `${own} secrets` },
            folder: [`${name}-folder${folder}`, `${path}${folder}`],
        };
    };
    return [
        grant("", groupName, args, ""),
        ...Object.entries(args.access ?? {}).map(([level, one]) =>
            grant(`/${level}`, `${groupName}-${level}`, one, one.folder === undefined ? "" : `/${one.folder}`),
        ),
    ];
}

/** Every folder inside that is declared: `prod` and `prod/eu`. */
function stepsOf({ folders = [] }: Team): readonly string[] {
    const paths = (folders as readonly string[]).map((path) => path.split("/"));
    return [...new Set(paths.flatMap((steps) => steps.map((_, index) => steps.slice(0, index + 1).join("/"))))];
}

const sharedIn = (store: Store) =>
    [...store.groups.values()].find(({ name, type }) => name === sharedGroup.name && type === "OKTA_GROUP");

function assertGrant({ name, of, groupName, people, policyName, folder: at }: Grant, store: Store, stack: Stack): void {
    const inState = (resource: string) => stack.resource(resource)?.id ?? `no ${resource} in state`;
    const push = people ? `${name}-push${of}` : `${sharedGroup.name}-push`;
    const source = people ? store.groups.get(inState(`${name}-group${of}`)) : sharedIn(store);
    const mappings = [...store.mappings.values()].filter(({ sourceGroupId }) => sourceGroupId === source?.id);
    const [mapping] = mappings;
    const pushed = [...store.opaGroups.values()].filter(({ pushedAs }) => pushedAs === mapping?.targetGroupId);
    const [group, ...others] = pushed.filter(({ deletedAtMs }) => deletedAtMs === undefined);
    const folder = store.folders.get(inState(at[0]).split("/").at(-1) ?? "");
    const policy = store.policies.get(inState(`${name}-policy${of}`));
    assert.deepEqual(
        {
            group: source?.name,
            push: mappings.map((one) => `${one.appId}/${one.sourceGroupId}/${one.targetGroupId} ${one.status}`),
            inOpa: [group?.name, [...(group?.members ?? [])].sort(), others.length],
            folder: folder && store.pathOf(folder),
            policy: [policy?.name, policy?.active, policy?.userGroups.map(({ id }) => id)],
            target: policy?.rules.map(({ targets }) => targets.map(({ id }) => id)),
        },
        {
            group: groupName,
            push: [`${inState(push)} ACTIVE`],
            inOpa: [groupName, [...(people ?? sharedGroup.people)].sort(), 0],
            folder: at[1],
            policy: [policyName, true, [group?.id]],
            target: [[folder?.id]],
        },
    );
}

/** What is said is said in words, and tells no credential. */
export function assertFitToRead({ errors, said }: Outcome, { credentials }: Tenant, stack: Stack): void {
    const shown = [...errors, ...said].join("\n");
    assert.doesNotMatch(shown, /\bundefined\b|\[object |TypeError|ZodError|Cannot read|AssertionError|\n\s+at /, shown);
    const kept = JSON.stringify(stack.state.resources);
    for (const secret of [credentials.oktaApiToken, credentials.opaKeySecret, credentials.opaKeyId]) {
        assert.ok(!shown.includes(secret) && !kept.includes(secret), "a credential is shown or kept");
    }
}

/** A run that changes nothing sends nothing that writes, and plans nothing. */
export function assertQuiet(outcome: Outcome, { requests }: Tenant): void {
    const writes = requests.filter((one) => one.writes).map(({ method, path }) => `${method} ${path}`);
    assert.deepEqual(
        { errors: outcome.errors, done: outcome.done.map(({ op, urn }) => `${op} ${partsOf(urn).name}`), writes },
        { errors: [], done: [], writes: [] },
        "a second run is not quiet",
    );
}

/** What state keeps: names, and of those with an object its id. */
export function keptIn(stack: Stack): readonly string[] {
    return stack.state.resources.map(({ urn, id }) => `${partsOf(urn).name} ${id}`).sort();
}
