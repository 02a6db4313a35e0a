import { makeGroup, makeMapping, makeUser } from "./make-okta";
import { makeFolder, makeOpaGroup, makeOpaUser, makePolicy } from "./make-opa";
import type { OktaApp, OktaGroup } from "./okta-records";
import { type Project, type SecretFolder, secretPrivileges } from "./opa-records";
import { seededMs } from "./seed";
import type { Store } from "./store";

/** How many to make of each. */
export interface SeedCounts {
    /** Active people, all assigned to the OPA app. */
    readonly users?: number;
    /** Okta groups, each with ten of these people as members. */
    readonly groups?: number;
    /** How many of these groups are pushed and have arrived in OPA. */
    readonly mappings?: number;
    /** Secret folders, in chains of five, each folder inside the one before. */
    readonly folders?: number;
    /** Security policies, each of which gives one of the pushed groups rights on one of the folders. */
    readonly policies?: number;
}

/** How many members each group has, and the depth of the folder chains. */
const membersOfEach = 10;
const depth = 5;

/** Adds a large organisation to a seeded store, the same every time. Throws when the store is empty. */
export function seedMany(store: Store, counts: SeedCounts): void {
    const { users = 0, groups = 0, mappings = 0, folders = 0, policies = 0 } = counts;
    const opa = [...store.apps.values()].find(({ name }) => name === "okta_privileged_access_sso");
    const project = [...store.projects.values()][0];
    if (!opa || !project) throw new Error("Only a seeded store can be filled: seedMany. Reset the tenant first.");
    const userIds = upTo(users, (n) => {
        const login = `person.${n}@example.com`;
        return makeUser(store, seededMs, { login, firstName: "Person", lastName: n }).id;
    });
    const sources = upTo(groups, (n) => makeGroup(store, seededMs, { name: `team-${n}`, description: `Team ${n}` }));
    for (const [index, { id }] of sources.entries()) {
        for (const userId of around(userIds, index * membersOfEach, membersOfEach)) store.membersOf(id).add(userId);
    }
    const pushed = sources.slice(0, mappings).map((source) => push(store, opa, source));
    const made = makeChains(store, project, folders);
    upTo(policies, (n, index) => {
        const [group] = around(pushed, index, 1);
        const [folder] = around(made, index, 1);
        if (group && folder) allow(store, n, group, folder);
    });
}

/** Calls `make` `count` times with numbers of the same length, such as `0001`. */
function upTo<Made>(count: number, make: (n: string, index: number) => Made): Made[] {
    return Array.from({ length: count }, (_, index) => make(String(index + 1).padStart(4, "0"), index));
}

/** `count` items from `start` on; after the last item it continues with the first. */
function around<Item>(items: readonly Item[], start: number, count: number): Item[] {
    const length = Math.min(count, items.length);
    return Array.from({ length }, (_, index) => items[(start + index) % items.length] as Item);
}

function push(store: Store, app: OktaApp, source: OktaGroup) {
    const target = makeGroup(store, seededMs, { name: source.name, type: "APP_GROUP", appId: app.id });
    const ids = { appId: app.id, sourceGroupId: source.id, targetGroupId: target.id };
    makeMapping(store, seededMs, { ...ids, status: "ACTIVE" }).lastPushMs = seededMs;
    const logins = [...store.membersOf(source.id)].flatMap((userId) => store.users.get(userId)?.login ?? []);
    for (const login of logins) makeOpaUser(store, login, "human");
    const group = makeOpaGroup(store, target.name, [], logins);
    group.pushedAs = target.id;
    return group;
}

function makeChains(store: Store, { id, resourceGroupId }: Project, count: number): SecretFolder[] {
    let parentId: string | null = null;
    return upTo(count, (n, index) => {
        if (index % depth === 0) parentId = null;
        const given = { name: `folder-${n}`, description: null, parentId, resourceGroupId, projectId: id };
        const folder = makeFolder(store, seededMs, "console-administrator", given);
        parentId = folder.id;
        return folder;
    });
}

function allow(store: Store, n: string, group: { id: string; name: string }, folder: SecretFolder): void {
    const flags = Object.fromEntries(secretPrivileges.map((privilege) => [privilege, true]));
    makePolicy(store, {
        name: `policy-${n}`,
        type: "default",
        description: "",
        active: true,
        resourceGroupId: folder.resourceGroupId,
        userGroups: [{ type: "user_group", id: group.id, name: group.name }],
        workloadRoles: [],
        rules: [
            {
                id: store.ids.opa(),
                name: "folder",
                resourceType: "secret_based_resource",
                targets: [{ type: "secret_folder", id: folder.id, name: folder.name }],
                privileges: [{ type: "secret", flags }],
                conditions: [],
            },
        ],
    });
}
