import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import type { Properties } from "../../../../resources/lifecycle/declared/plain";
import type { Store } from "../../../../tenant/store/store";
import type { Declaration, FolderStack, Key } from "./folder-stack";

interface Thing {
    readonly name: string;
    /** Without the mark. */
    readonly description: string;
    /** What the mark at the end of the description holds. */
    readonly mark: string | undefined;
    readonly parentId: string | null;
    readonly path: string;
}

interface Owned {
    readonly key: Key;
    readonly folderId: string;
    readonly outputs: Properties;
    readonly isLeftOver: boolean;
}

/** What there is at one moment: in the tenant, by id, and in state. */
export interface Snapshot {
    readonly folders: ReadonlyMap<string, Thing>;
    readonly secrets: ReadonlyMap<string, Thing>;
    readonly owned: readonly Owned[];
    /** Everything else of the team. */
    readonly others: unknown;
}

export function snapshot(store: Store, stack: FolderStack): Snapshot {
    const things = (all: Store["folders"] | Store["secrets"]) =>
        new Map(
            [...all.values()].map((one) => {
                const { id, name, description, parentId } = one;
                const [, text = description ?? "", mark] = /^(.*?) ?\[pulumi:(.*)\]$/s.exec(description ?? "") ?? [];
                return [id, { name, description: text, mark, parentId, path: store.pathOf(one) }];
            }),
        );
    const owned = stack.states().map(({ key, state, isLeftOver }) => {
        return { key, folderId: String(state.outputs["folderId"]), outputs: state.outputs, isLeftOver };
    });
    const others = [store.policies, store.opaGroups, store.projects, store.resourceGroups].map((map) => [...map]);
    return { folders: things(store.folders), secrets: things(store.secrets), owned, others: structuredClone(others) };
}

/** What a run was asked to do. */
export interface Asked {
    readonly run: "up" | "refresh" | "destroy";
    readonly declaration: Declaration;
    /** Something failed in it that may leave a folder nobody noted. */
    readonly isDisturbed: boolean;
    /** What the user was told. */
    readonly told: readonly string[];
}

/** Fails when a run lost a secret, changed what was not declared to it, or forgot what it made. Counts what was at stake. */
export function verify(before: Snapshot, after: Snapshot, asked: Asked): void {
    assert.deepEqual(after.others, before.others, "groups, policies and projects are nothing of ours");
    if (asked.run === "refresh") {
        assert.deepEqual(after.folders, before.folders, "a refresh writes nothing");
        assert.deepEqual(after.secrets, before.secrets, "a refresh writes nothing");
        assertGoneIsGone(before, after);
        return;
    }
    const lost = declaredToBeLost(before, asked);
    for (const [id, secret] of before.secrets) {
        if (isDeepStrictEqual(pathless(after.secrets.get(id)), pathless(secret))) continue;
        assert.ok(
            lost.some((path) => secret.path.startsWith(`${path}/`)),
            `secret ${secret.path} was lost or changed`,
        );
    }
    for (const [id, folder] of before.folders) assertFolder(id, folder, before, after, asked, lost);
    for (const [id, folder] of after.folders) if (!before.folders.has(id)) assertMade(id, folder, before, after, asked);
}

const pathless = (thing: Thing | undefined) => thing && { ...thing, path: "", mark: "" };

/** A folder that a refresh dropped from state is not in the tenant. */
function assertGoneIsGone(before: Snapshot, after: Snapshot): void {
    for (const { folderId, key, isLeftOver } of before.owned) {
        if (isLeftOver || after.owned.some((one) => one.folderId === folderId)) continue;
        assert.ok(!after.folders.has(folderId), `${key} was taken for gone, but is there`);
    }
}

/** Full paths of the folders whose contents the state names as to be lost, and which this run is to delete. */
function declaredToBeLost(before: Snapshot, { run, declaration }: Asked): string[] {
    const goes = before.owned.filter(
        ({ key, isLeftOver }) => !isLeftOver && (run === "destroy" || !declaration.has(key)),
    );
    return goes.flatMap(({ folderId, outputs }) => {
        const path = before.folders.get(folderId)?.path;
        const paths = [path, run === "up" ? pathToBe(folderId, before, declaration) : path];
        const isNamed =
            outputs["onDelete"] !== "retain" &&
            !isKeptAsAdopted(outputs) &&
            paths.includes(String(outputs["deleteContents"]));
        return path !== undefined && isNamed ? [path] : [];
    });
}

/** The path a folder has once what is declared above it has the declared names: those are given before anything is deleted. */
function pathToBe(folderId: string, before: Snapshot, declaration: Declaration): string {
    const folder = before.folders.get(folderId);
    const owner = before.owned.find((one) => one.folderId === folderId && declaration.has(one.key));
    const name = (owner && declaration.get(owner.key)?.rest.name) ?? folder?.name;
    return folder?.parentId ? `${pathToBe(folder.parentId, before, declaration)}/${name}` : String(name);
}

function assertFolder(
    id: string,
    folder: Thing,
    before: Snapshot,
    after: Snapshot,
    asked: Asked,
    lost: readonly string[],
): void {
    const now = after.folders.get(id);
    const owners = before.owned.filter(({ folderId }) => folderId === id);
    const takers = after.owned.filter(({ folderId, key }) => folderId === id && !owners.some((one) => one.key === key));
    const isLost = lost.some((path) => `${folder.path}/`.startsWith(`${path}/`));
    if (!now)
        assert.ok(isLost || mayGo(folder, owners, asked), `folder ${folder.path} was deleted, which nobody declared`);
    if (!now) return;
    const isAdopted = takers.length > 0 && takers.every(({ outputs }) => outputs["onExisting"] === "adopt");
    const isOwn =
        takers.length > 0 && takers.every(({ key }) => folder.mark === `acme/dev/${key}`) && isEmpty(id, before);
    assert.ok(takers.length === 0 || isAdopted || isOwn, `folder ${folder.path} was taken over, unasked`);
    if (isDeepStrictEqual(pathless(now), pathless(folder))) return;
    assert.ok(owners.length > 0 || isAdopted || isOwn, `folder ${folder.path} was changed, which is not ours`);
    assertDeclared(folder, now, [...owners, ...takers], asked);
}

/** Whether a resource that is to go had made the folder, or was to delete an adopted one, and no other one has adopted it. */
function mayGo({ mark }: Thing, owners: readonly Owned[], { run, declaration }: Asked): boolean {
    return owners.some(({ key, outputs, isLeftOver }) => {
        const isAnothers = mark !== undefined && mark.replace(/ adopted$/, "") !== `acme/dev/${key}`;
        if (isAnothers || isKeptAsAdopted(outputs)) return false;
        const mayBeReplaced = declaration.get(key)?.rest["allowReplacement"] === true;
        return isLeftOver || run === "destroy" || !declaration.has(key) || mayBeReplaced;
    });
}

const isKeptAsAdopted = (outputs: Properties): boolean =>
    outputs["onDelete"] === "if-created" && outputs["adoptedAt"] !== undefined;

/** A changed folder has the name that was declared, and its old description or the declared one. */
function assertDeclared(before: Thing, now: Thing, owners: readonly Owned[], { declaration }: Asked): void {
    assert.equal(now.parentId, before.parentId, "no folder moves");
    const isDeclared = owners
        .flatMap(({ key }) => declaration.get(key) ?? [])
        .some(
            ({ rest }) => rest.name === now.name && [before.description, rest["description"]].includes(now.description),
        );
    assert.ok(isDeclared, `folder ${before.path} was changed to what nobody declared`);
}

const isEmpty = (id: string, { folders, secrets }: Snapshot): boolean =>
    ![...folders.values(), ...secrets.values()].some(({ parentId }) => parentId === id);

/**
 * What a run made is in state, or told by its id, or on the way to it where that was declared, or an empty folder of a run
 * that was disturbed.
 */
function assertMade(id: string, made: Thing, before: Snapshot, after: Snapshot, asked: Asked): void {
    const { declaration, isDisturbed, told } = asked;
    if (after.owned.some(({ folderId }) => folderId === id) || told.some((text) => text.includes(id))) return;
    const paths = pathsInTheRun(id, before, after);
    const isOnTheWay = [...declaration.values()].some(
        ({ parent, rest }) =>
            rest["createParents"] === true &&
            "path" in parent &&
            paths.some((path) => `${parent.path}/`.startsWith(`${path}/`)),
    );
    assert.ok(isOnTheWay || (isDisturbed && isEmpty(id, after)), `folder ${made.path} was made and forgotten`);
}

/** Each path by which a folder could be found during the run: another resource may have renamed one above it meanwhile. */
function pathsInTheRun(id: string, before: Snapshot, after: Snapshot): readonly string[] {
    const folder = after.folders.get(id);
    if (!folder) return [];
    const names = [...new Set([before.folders.get(id)?.name ?? folder.name, folder.name])];
    if (folder.parentId === null) return names;
    return pathsInTheRun(folder.parentId, before, after).flatMap((above) => names.map((name) => `${above}/${name}`));
}
