import { z } from "zod";
import { checked } from "../../lifecycle/declared/check";
import { refuseMistakes } from "../../lifecycle/declared/mistake";
import { programConfig } from "../../program-config";
import { connectToOpa } from "../connection/connect";
import { projectKeyOf } from "../containers";
import { idOrName } from "../declared-text";
import { liveOf } from "./declared/effects";
import { idOf } from "./declared/schema";
import { below, itemsAt, type Place, topOf } from "./tree/tree";

/** Which project's folders to list. */
export interface OpaSecretFolderFilter {
    /** Id or exact name. */
    readonly resourceGroup: string;
    /** Id or exact name. */
    readonly project: string;
}

/** A secret folder as OPA has it at this moment, with the folders in it. */
export interface ListedOpaSecretFolder {
    /** Id of the resource that would manage it: `{resourceGroupId}/{projectId}/{folderId}`. */
    readonly id: string;
    readonly folderId: string;
    readonly name: string;
    readonly description: string;
    /** The whole path in the project, "teams/payments". */
    readonly path: string;
    /** How many secrets are directly in it. */
    readonly secretCount: number;
    /** The folders directly in it, in the order OPA lists them. */
    readonly folders: readonly ListedOpaSecretFolder[];
}

const filterSchema = z.object({ resourceGroup: idOrName, project: idOrName });

/**
 * All secret folders of a project, as a tree from its top; no secret's name, no secret's value. What the service user is not
 * allowed to list is left out; with the role resource_admin nothing is. One request for each folder.
 *
 * For programs and tools: credentials come from the environment, else from stack configuration, as for the resources.
 * Reads only. Throws an error that lists every mistake in the filter, or every missing credential, or an ApiFailure.
 */
export async function listOpaSecretFolders(filter: OpaSecretFolderFilter): Promise<readonly ListedOpaSecretFolder[]> {
    const { resourceGroup, project } = checkedFilter(filter);
    const opa = connectToOpa(programConfig, "resource");
    const key = await projectKeyOf(opa, resourceGroup, project);
    return (await treeAt(topOf({ opa, key }))).folders;
}

async function treeAt(place: Place): Promise<Pick<ListedOpaSecretFolder, "secretCount" | "folders">> {
    const items = await itemsAt(place);
    const folders = items
        .filter(({ isFolder }) => isFolder)
        .map(async (item): Promise<ListedOpaSecretFolder> => {
            const here = below(place, item);
            const { id: folderId } = item;
            const id = idOf({ ...place.project.key, folderId });
            return { id, folderId, ...liveOf(item), path: here.path, ...(await treeAt(here)) };
        });
    return { secretCount: items.filter(({ isFolder }) => !isFolder).length, folders: await Promise.all(folders) };
}

function checkedFilter(filter: OpaSecretFolderFilter): OpaSecretFolderFilter {
    const { inputs, mistakes } = checked(filterSchema, { ...filter });
    refuseMistakes("Invalid filter of listOpaSecretFolders:", mistakes);
    return filterSchema.parse(inputs);
}
