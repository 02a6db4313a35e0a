import { ApiFailure } from "../../http/api-failure";
import { isNotFound } from "../../lifecycle/not-found";
import { waitUntil } from "../../lifecycle/wait-until";
import type { OpaConnection } from "../connection";
import type { ProjectKey } from "../project";
import { createFolder, deleteFolder, getFolder, listItems } from "./calls";
import { contentsOf } from "./loss";
import type { Declared, Folder } from "./schema";
import { below, itemsAt, type Place } from "./tree";

/** Milliseconds for which a right to make folders, granted a moment ago, may take to work (contracts/opa-api.md 6.4). */
const rightsSettleMs = 3000;

/**
 * Finds the declared folder or makes it. One that is exactly the declared one and empty is taken over: a killed run
 * left it. Anything else of that name is an error, because its contents would be handed to whoever is declared here.
 */
export async function establish(
    opa: OpaConnection,
    project: ProjectKey,
    parent: Place,
    declared: Declared,
): Promise<{ readonly folderId: string }> {
    const existing = await existingOf(opa, project, parent, declared);
    if (existing) return existing;
    const folder = await make(opa, project, parent, declared);
    await verifyPlacement(opa, project, parent, folder);
    return folder;
}

async function existingOf(opa: OpaConnection, project: ProjectKey, parent: Place, declared: Declared) {
    const item = (await itemsAt(opa, project, parent)).find(({ name }) => name === declared.name);
    if (!item) return undefined;
    const path = below(parent, item).path;
    if (!item.isFolder) {
        throw new Error(
            `A secret called "${path}" is in the way: folders and secrets share names. Declare another name.`,
        );
    }
    const key = { ...project, folderId: item.id };
    const contents = await contentsOf(opa, key, path);
    const description = (await getFolder(opa, key))?.description ?? item.description;
    const isDeclared = contents.paths.length === 0 && description === declared.description;
    if (!isDeclared && declared.onExisting === "fail") {
        throw new Error(
            `Secret folder "${path}" exists already (${item.id}), ${contents.said}, description "${description}". ` +
                'Declare onExisting: "adopt" to take it over with what is in it, or another name.',
        );
    }
    console.log(`took over the existing secret folder ${path} (${item.id}), ${contents.said}`);
    return key;
}

async function make(opa: OpaConnection, project: ProjectKey, parent: Place, declared: Declared): Promise<Folder> {
    const parentFolderId = parent.folderIds.at(-1);
    let refused: unknown;
    const made = await waitUntil(
        async () => {
            try {
                return await createFolder(opa, project, { ...declared, parentFolderId });
            } catch (failure) {
                if (!isNotFound(failure) || !parentFolderId)
                    return await foundAfter(failure, opa, project, parent, declared);
                refused = failure;
                return undefined;
            }
        },
        { deadlineMs: rightsSettleMs },
    );
    if (made) return made;
    throw new Error(
        `No folder may be made in "${parent.path}": a security policy must give this service user's group folder_create there, ` +
            `whatever its roles. ${(refused as Error).message}`,
    );
}

/** A POST that may have happened is looked for, never repeated. */
async function foundAfter(
    failure: unknown,
    opa: OpaConnection,
    project: ProjectKey,
    parent: Place,
    declared: Declared,
): Promise<Folder> {
    if (!(failure instanceof ApiFailure) || (!failure.mayHaveHappened && failure.kind !== "conflict")) throw failure;
    const found = await existingOf(opa, project, parent, declared);
    if (!found) throw failure;
    return { folderId: found.folderId, name: declared.name, description: declared.description, above: undefined };
}

/** OPA ignores body fields it does not know: a folder meant to be nested can land at the top, without an error. */
async function verifyPlacement(opa: OpaConnection, project: ProjectKey, parent: Place, folder: Folder): Promise<void> {
    const parentFolderId = parent.folderIds.at(-1);
    if (folder.above?.length && folder.above.at(-1)?.id === parentFolderId) return;
    const items = await itemsAt(opa, project, parent);
    if (items.some(({ id }) => id === folder.folderId)) return;
    const key = { ...project, folderId: folder.folderId };
    if ((await listItems(opa, key)).length === 0) await deleteFolder(opa, key);
    throw new Error(
        `OPA did not put folder "${folder.name}" (${folder.folderId}) into "${parent.path}", so it was taken back. ` +
            "Check that the parent is a folder of the same project.",
    );
}
