import { makeFolder, makeSecret } from "../../../../tenant/store/make-opa";
import type { Secret, SecretFolder } from "../../../../tenant/store/opa-records";
import type { Store } from "../../../../tenant/store/store";
import type { World } from "../../../../tenant/world";
import type { Deed } from "./steps";

const somebody = "ana@example.com";

/** Does by hand what is possible, straight in the store: people's rights are not what is looked at here. */
export function doByHand(world: World, deed: Deed, at: number, word: string): void {
    const folder = picked([...world.store.folders.values()], at);
    const secret = picked([...world.store.secrets.values()], at);
    if (deed === "make folder") make(world, at % 5 === 0 ? undefined : folder, word, makeFolder);
    // Everything else is done to what is there.
    else if (folder) deeds[deed](world, { folder, secret, at, word });
}

interface Hands {
    readonly folder: SecretFolder;
    readonly secret: Secret | undefined;
    readonly at: number;
    readonly word: string;
}

const deeds: Readonly<Record<Exclude<Deed, "make folder">, (world: World, hands: Hands) => void>> = {
    "make secret": (world, { folder, word, at }) => make(world, folder, `${word}-${at}`, makeSecret),
    rename: (world, { folder, secret, word, at }) => rename(world, at % 3 === 0 && secret ? secret : folder, word),
    describe: (_world, { folder, word }) => {
        folder.description = word;
    },
    delete: ({ store }, { folder, secret, at }) => {
        if (at % 2 === 0 && secret) store.secrets.delete(secret.id);
        // The seeded top folder stays: without it nothing further could happen.
        else if (folder.name !== "teams") store.removeFolder(folder.id);
    },
    "move secret": (world, { folder, secret }) => {
        if (!secret || !isFree(world, folder.id, secret.name)) return;
        world.store.secrets.set(secret.id, { ...secret, parentId: folder.id });
    },
};

const picked = <T>(all: readonly T[], at: number): T | undefined => all[at % Math.max(all.length, 1)];

function make(
    world: World,
    parent: SecretFolder | undefined,
    name: string,
    maker: typeof makeFolder | typeof makeSecret,
): void {
    const { store, clock } = world;
    const project = [...store.projects.values()][0];
    const parentId = parent?.id ?? null;
    if (!project || !name || !isFree(world, parentId, name)) return;
    const place = { parentId, projectId: project.id, resourceGroupId: project.resourceGroupId };
    (maker as typeof makeFolder)(store, clock.nowMs(), somebody, { name, description: null, ...place });
}

function rename(world: World, item: SecretFolder | Secret, name: string): void {
    if (name && isFree(world, item.parentId, name)) item.name = name;
}

function isFree({ store, settings }: World, parentId: string | null, name: string): boolean {
    const written = (text: string) => (settings.folderNameCase === "same" ? text.toLowerCase() : text);
    const all = [...store.folders.values(), ...store.secrets.values()];
    return !all.some((one) => one.parentId === parentId && written(one.name) === written(name));
}

/** Takes rights from the automation, in groups and policies. */
export function takeRight({ opaGroups, policies }: Store, right: "role" | "privileges" | "everything" | "MFA"): void {
    for (const group of opaGroups.values()) {
        if (group.name !== "automation") continue;
        if (right === "role") group.roles = [];
        if (right === "everything") group.members.clear();
    }
    const mfa = { type: "mfa", value: { re_auth_frequency_in_seconds: 1800 } } as const;
    for (const policy of policies.values()) {
        if (right === "MFA") policy.rules = policy.rules.map((rule) => ({ ...rule, conditions: [mfa] }));
        if (right === "privileges") policy.active = false;
    }
}

/** Gives them all back. */
export function giveRights({ opaGroups, policies }: Store): void {
    for (const group of opaGroups.values()) {
        if (group.name !== "automation") continue;
        group.roles = ["resource_admin", "security_admin"];
        group.members.add("pulumi-automation");
    }
    for (const policy of policies.values()) {
        policy.active = true;
        policy.rules = policy.rules.map((rule) => ({ ...rule, conditions: [] }));
    }
}
