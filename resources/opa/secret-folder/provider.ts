import { isDeepStrictEqual } from "node:util";
import { checked } from "../../lifecycle/check";
import { differences, type Effects } from "../../lifecycle/diff";
import type { Kind, Verdict } from "../../lifecycle/kind";
import { isNotFound } from "../../lifecycle/not-found";
import type { Properties } from "../../lifecycle/plain";
import { keeping } from "../../lifecycle/unfinished";
import type { OpaConnection } from "../connection";
import { projectKeyOf } from "../project";
import { deleteFolder, getFolder, updateFolder } from "./calls";
import { establish } from "./establish";
import { refuseLoss, refuseReplacement } from "./loss";
import { type Declared, declaredSchema, type Folder, type FolderKey, idOf, keyOf } from "./schema";
import { below, isGone, type Place, placeOf } from "./tree";

/** What a change of each property does. OPA can neither move a folder nor give it another project. */
const effects: Effects<Declared> = {
    resourceGroup: "replace",
    project: "replace",
    parentFolder: "replace",
    name: "update",
    description: "update",
    onDelete: "update",
    deleteContents: "update",
    allowReplacement: "nothing",
    createParents: "nothing",
    onExisting: "nothing",
};

/** The life of a secret folder. `connect` is called late: credentials are needed for calls, not for plans. */
export function secretFolder(connect: () => OpaConnection): Kind {
    return {
        check: (news) => checked(declaredSchema, news),

        diff(olds, news): Verdict {
            const { update, replace } = differences(effects, olds, news, isSame);
            if (replace.length > 0) refuseReplacement(olds, news, replace);
            return { changes: update.length + replace.length > 0, replaces: replace, deleteBeforeReplace: false };
        },

        async create(inputs) {
            const opa = connect();
            const declared = declaredSchema.parse(inputs);
            const project = await projectKeyOf(opa, declared.resourceGroup, declared.project);
            const parent = await placeOf(opa, project, declared.parentFolder, declared.createParents);
            const { folderId } = await establish(opa, project, parent, declared);
            const key = { ...project, folderId };
            const outputs = outputsOf(key, declared, parent);
            await keeping(
                idOf(key),
                () => outputs,
                () => converge(opa, key, declared),
            );
            return { id: idOf(key), outputs };
        },

        async read(id, outputs) {
            const opa = connect();
            const key = keyOf(id);
            const folder = await getFolder(opa, key);
            if (!folder && (await isGone(opa, key, ancestorsOf(outputs)))) return undefined;
            if (!folder) return undefined;
            const parent = await parentOf(opa, key, folder, outputs);
            const inputs = asDeclared(key, outputs, folder, parent);
            return { id, inputs, outputs: outputsOf(key, inputs, parent) };
        },

        async update(id, olds, news) {
            const opa = connect();
            const key = keyOf(id);
            const declared = declaredSchema.parse(news);
            await converge(opa, key, declared);
            return outputsOf(key, declared, { folderIds: ancestorsOf(olds), path: parentPathOf(olds) });
        },

        async delete(id, outputs) {
            if (outputs["onDelete"] === "retain") return;
            const opa = connect();
            const key = keyOf(id);
            if (!(await getFolder(opa, key)) && (await isGone(opa, key, ancestorsOf(outputs)))) return;
            await refuseLoss(opa, key, outputs);
            try {
                await deleteFolder(opa, key);
            } catch (failure) {
                if (!isNotFound(failure) || !(await isGone(opa, key, ancestorsOf(outputs)))) throw failure;
            }
        },
    };
}

/** A resource group, project or parent may be written as an id or as a name or path: both mean the same. */
function isSame(property: string, there: unknown, declared: unknown, olds: Properties): boolean {
    if (isDeepStrictEqual(there, declared)) return true;
    if (property === "resourceGroup") return declared === olds["resourceGroupId"];
    if (property === "project") return declared === olds["projectId"];
    if (property !== "parentFolder" || typeof declared !== "string" || olds["parentFolderId"] === "") return false;
    return declared.split("/").at(-1) === olds["parentFolderId"] || declared === parentPathOf(olds);
}

/** Sends what differs, and nothing when nothing does. */
async function converge(opa: OpaConnection, key: FolderKey, declared: Declared): Promise<void> {
    const folder = await getFolder(opa, key);
    if (!folder)
        throw new Error(
            `Secret folder ${key.folderId} cannot be opened. Run pulumi refresh to see whether it is gone.`,
        );
    if (folder.name === declared.name && folder.description === declared.description) return;
    await updateFolder(opa, key, declared);
    const now = await getFolder(opa, key);
    if (now?.name === declared.name && now.description === declared.description) return;
    throw new Error(
        `OPA took the change of secret folder ${key.folderId} but did not make it: it is still "${now?.name}", ` +
            `description "${now?.description}". Change it in the OPA console, then run the same command again.`,
    );
}

function outputsOf(key: FolderKey, declared: Properties, parent: Place): Properties {
    const place = below(parent, { id: key.folderId, name: String(declared["name"]) });
    return {
        ...declared,
        ...key,
        parentFolderId: parent.folderIds.at(-1) ?? "",
        ancestorIds: parent.folderIds,
        path: place.path,
    };
}

function asDeclared(key: FolderKey, outputs: Properties, folder: Folder, parent: Place): Declared {
    return declaredSchema.parse({
        resourceGroup: key.resourceGroupId,
        project: key.projectId,
        parentFolder: parent.folderIds.at(-1),
        ...outputs,
        name: folder.name,
        description: folder.description,
    });
}

/** Where the folder lies: as state remembers it, since no folder moves; else as OPA says, else by looking through the tree. */
async function parentOf(opa: OpaConnection, key: FolderKey, folder: Folder, outputs: Properties): Promise<Place> {
    if (Array.isArray(outputs["ancestorIds"])) return { folderIds: ancestorsOf(outputs), path: parentPathOf(outputs) };
    if (folder.above?.length) {
        return { folderIds: folder.above.map(({ id }) => id), path: folder.above.map(({ name }) => name).join("/") };
    }
    const { folderIds, path } = await placeOf(opa, key, key.folderId);
    return { folderIds: folderIds.slice(0, -1), path: path.split("/").slice(0, -1).join("/") };
}

const ancestorsOf = ({ ancestorIds }: Properties): readonly string[] =>
    Array.isArray(ancestorIds) ? ancestorIds.map(String) : [];

const parentPathOf = ({ path }: Properties): string =>
    String(path ?? "")
        .split("/")
        .slice(0, -1)
        .join("/");
