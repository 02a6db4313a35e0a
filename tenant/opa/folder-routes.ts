import { z } from "zod";
import type { Answer } from "../http/answer";
import type { TenantSettings } from "../settings";
import { makeFolder } from "../store/make-opa";
import type { Project, SecretFolder, SecretPrivilege } from "../store/opa-records";
import { requireAdministrator } from "./access";
import { bodyOf, type OpaContext, type OpaRoute, param } from "./context";
import { notFound, refused } from "./errors";
import { isGranted, requirePrivilege } from "./folder-access";
import { folderOnWire } from "./folder-wire";
import { goneFromPolicies } from "./gone-from-policies";
import { requireFreeFolderName } from "./item-name";
import { projectOf, projectPath } from "./project-routes";

const folders = `${projectPath}/secret_folders`;

/** The path of a folder. */
export const folderPath = `${folders}/:folder`;

/** The calls about one folder. */
export const folderRoutes: readonly OpaRoute[] = [
    { method: "POST", path: folders, answer: createFolder },
    { method: "GET", path: folderPath, answer: getFolder },
    { method: "PUT", path: folderPath, answer: updateFolder },
    { method: "DELETE", path: folderPath, answer: deleteFolder },
    { method: "GET", path: `${folderPath}/actions`, answer: getActions },
];

const name = z
    .string()
    .min(1)
    .max(255)
    .regex(/^[A-Za-z0-9_.-]+$/, "A name has letters, digits, hyphens, underscores and periods only");
const description = z.string().nullish();
const creation = z.object({ name, description, parent_folder_id: z.string().nullish() });
const update = z.object({ name, description });

/** The folder the path names; throws the API's error when there is none. */
export function folderOf(context: OpaContext): SecretFolder {
    const folder = context.world.store.folders.get(param(context, "folder"));
    if (!folder || folder.projectId !== projectOf(context).id) throw notFound(context.world.settings);
    return folder;
}

function getFolder(context: OpaContext): Answer {
    const folder = folderOf(context);
    requirePrivilege(context, folder, "list");
    return { status: 200, body: folderOnWire(context, folder) };
}

function createFolder(context: OpaContext): Answer {
    const { world, caller } = context;
    const project = projectOf(context);
    const wanted = bodyOf(context, creation);
    const parent = parentFor(context, project, wanted.parent_folder_id ?? undefined);
    const place = { parentId: parent?.id ?? null, projectId: project.id };
    requireFreeFolderName(context, place, wanted.name);
    const folder = makeFolder(world.store, world.clock.nowMs(), caller.user.name, {
        ...place,
        name: wanted.name,
        description: wanted.description ?? null,
        resourceGroupId: project.resourceGroupId,
    });
    return { status: 201, body: folderOnWire(context, folder) };
}

/** At the top the role is enough; below, only a policy with `folder_create` counts (docs/contracts/opa-api.md 0.1). */
function parentFor(context: OpaContext, project: Project, parentId: string | undefined): SecretFolder | undefined {
    const { settings, store } = context.world;
    if (parentId === undefined) {
        requireAdministrator(context, project.resourceGroupId);
        return undefined;
    }
    const parent = store.folders.get(parentId);
    // A parent that does not exist gets the same answer as one that the caller may not see (docs/contracts/opa-api.md 2.4).
    if (parent?.projectId !== project.id) throw notFound(settings);
    requirePrivilege(context, parent, "folder_create");
    return parent;
}

function updateFolder(context: OpaContext): Answer {
    const { world, caller } = context;
    const folder = folderOf(context);
    requirePrivilege(context, folder, "folder_update");
    const wanted = bodyOf(context, update);
    requireFreeFolderName(context, folder, wanted.name, folder.id);
    folder.name = wanted.name;
    folder.description = newDescription(world.settings, folder.description, wanted.description);
    folder.updatedMs = world.clock.nowMs();
    folder.updatedBy = caller.user.name;
    const { folderUpdateStatus: status } = world.settings;
    return status === 204 ? { status } : { status, body: folderOnWire(context, folder) };
}

/** What an omitted description does, and what clears one, is not known (docs/contracts/opa-api.md 2.2). */
function newDescription(
    { omittedDescription, descriptionCleared }: TenantSettings,
    old: string | null,
    wanted: string | null | undefined,
): string | null {
    if (wanted === undefined) return omittedDescription === "clears" ? null : old;
    if (wanted === null && descriptionCleared === "by-empty") return old;
    if (wanted === "" && descriptionCleared === "by-null") return old;
    return wanted;
}

/** Deletes everything inside too; nobody has tried it (docs/contracts/opa-api.md 2.4). */
function deleteFolder(context: OpaContext): Answer {
    const { store, settings } = context.world;
    const folder = folderOf(context);
    requirePrivilege(context, folder, "folder_delete");
    if (store.itemsOf(folder.id).length > 0 && settings.nonEmptyFolderDelete === "refused") {
        throw refused(settings, 409, "The folder is not empty");
    }
    goneFromPolicies(context.world, store.removeFolder(folder.id));
    return { status: 204 };
}

function getActions(context: OpaContext): Answer {
    const folder = folderOf(context);
    // The conditions of a rule do not matter here (docs/contracts/opa-api.md 2.1).
    const may = (privilege: SecretPrivilege) => isGranted(context, folder, privilege);
    if (!may("list")) throw notFound(context.world.settings);
    return {
        status: 200,
        body: {
            create_folder: may("folder_create"),
            create_secret: may("secret_create"),
            edit: may("folder_update"),
            delete: may("folder_delete"),
        },
    };
}
