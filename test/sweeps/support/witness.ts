import assert from "node:assert/strict";
import type { Store, Tenant } from "../../../tenant";
import type { Outcome, Stack } from "../../support/stack/stack-of";
import { partsOf } from "../../support/stack/state";
import type { Teams } from "./teams";

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
    const added = [...everythingIn(store)].filter(([id, row]) => !before.has(id) && !row.startsWith("secret "));
    const found: Record<string, number> = {};
    for (const [, row] of added) {
        const kind = row.slice(0, row.indexOf(" {"));
        found[kind] = (found[kind] ?? 0) + 1;
    }
    const count = Object.keys(teams).length;
    // The source, and the app's group that it is pushed to.
    const expected = { "Okta group": 2 * count, mapping: count, "OPA group": count, folder: count, policy: count };
    assert.deepEqual(found, count === 0 ? {} : expected);
    assertTeamsRight(teams, store, stack);
}

/** Each team has what is declared, and state knows it and nothing else; more may be there of which state knows nothing. */
export function assertTeamsRight(teams: Teams, store: Store, stack: Stack): void {
    for (const [name, args] of Object.entries(teams)) assertTeam(name, args, store, stack);
    const custom = stack.state.resources.filter(({ isCustom }) => isCustom);
    assert.equal(custom.length, 5 * Object.keys(teams).length, "state keeps something else than what is declared");
    for (const one of custom) {
        assert.ok(!one.isLeftOver && !one.isPendingReplacement && one.unfinished.length === 0, one.urn);
    }
}

function assertTeam(name: string, args: Teams[string], store: Store, stack: Stack): void {
    const groupName = String(args.groupName ?? `team-${name}`);
    const idOf = (suffix: string) => stack.resource(`${name}-${suffix}`)?.id ?? `no ${name}-${suffix} in state`;
    const source = store.groups.get(idOf("group"));
    const mapping = [...store.mappings.values()].find(({ sourceGroupId }) => sourceGroupId === source?.id);
    const pushed = [...store.opaGroups.values()].filter(({ pushedAs }) => pushedAs === mapping?.targetGroupId);
    const [group, ...others] = pushed.filter(({ deletedAtMs }) => deletedAtMs === undefined);
    const folder = store.folders.get(idOf("folder").split("/").at(-1) ?? "");
    const policy = store.policies.get(idOf("policy"));
    assert.deepEqual(
        {
            group: source?.name,
            push: mapping && `${mapping.appId}/${mapping.sourceGroupId}/${mapping.targetGroupId} ${mapping.status}`,
            inOpa: [group?.name, [...(group?.members ?? [])].sort(), others.length],
            folder: folder && store.pathOf(folder),
            policy: [policy?.name, policy?.active, policy?.userGroups.map(({ id }) => id)],
            target: policy?.rules.map(({ targets }) => targets.map(({ id }) => id)),
        },
        {
            group: groupName,
            push: `${idOf("push")} ACTIVE`,
            inOpa: [groupName, [...(args.members as string[])].sort(), 0],
            folder: `${args.parentFolder}/${args.folderName ?? name}`,
            policy: [`${groupName} secrets`, true, [group?.id]],
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
