import type { Properties } from "../../../lifecycle/declared/plain";
import { markIn, type OwnMark } from "../../../lifecycle/run/owner-mark";
import type { OpaConnection } from "../../connection/connect";
import { type LiveFolder, liveOf, notLive } from "../declared/effects";
import type { Declared, FolderKey } from "../declared/schema";
import { below, type FolderById, type Place } from "../tree/tree";

/** The declaration, with the real parent where OPA ignored the declared one. */
export function lyingIn(declared: Declared, meant: Place, parent: Place): Properties {
    return parent === meant ? declared : { ...declared, parentFolder: parent.folderIds.at(-1) };
}

/** What state keeps: the declaration, where the folder is, and whether it was adopted. */
export function outputsOf(key: FolderKey, declared: Properties, parent: Place, adoptedAt: unknown): Properties {
    const place = below(parent, { id: key.folderId, name: String(declared["name"]) });
    return {
        ...declared,
        ...key,
        parentFolderId: parent.folderIds.at(-1) ?? "",
        ancestorIds: parent.folderIds,
        path: place.path,
        adoptedAt,
    };
}

/** The live folder as one would declare it. A place that is still the same stays as it was written. */
export function asDeclared(key: FolderKey, outputs: Properties, folder: LiveFolder, parent: Place): Properties {
    const parentFolderId = parent.folderIds.at(-1);
    const isAsWritten = (parentFolderId ?? "") === outputs["parentFolderId"];
    const declared = notLive.parse({
        resourceGroup: key.resourceGroupId,
        project: key.projectId,
        ...outputs,
        parentFolder: isAsWritten ? outputs["parentFolder"] : parentFolderId,
    });
    return { ...declared, ...liveOf(folder) };
}

/** Whether the folder stays in OPA when its resource goes. */
export const staysInOpa = ({ onDelete, adoptedAt }: Properties): boolean =>
    onDelete === "retain" || (onDelete !== "delete" && adoptedAt !== undefined);

/** A folder that state remembers. */
export interface Remembered extends FolderById {
    /** What messages call it. */
    readonly name: string;
    /** What it is marked with, as far as state knows. */
    readonly mark: OwnMark | undefined;
    /** Whether its resource already has another folder, or is to get one. */
    readonly replacement?: "to come" | "made" | undefined;
}

/** The folder that these outputs describe. */
export function rememberedFrom(opa: OpaConnection, key: FolderKey, outputs: Properties): Remembered {
    const { path, ancestorIds } = outputs;
    return {
        opa,
        key,
        name: typeof path === "string" ? `"${path}" (${key.folderId})` : key.folderId,
        mark: markIn(outputs),
        ancestorIds: Array.isArray(ancestorIds) ? ancestorIds.map(String) : undefined,
    };
}
