import type { Answer } from "../http/answer";
import type { Secret, SecretFolder } from "../store/opa-records";
import { type OpaContext, type OpaRoute, team } from "./context";
import { mayList, requireNoConditions, requirePrivilege } from "./folder-access";
import { folderOf, folderPath } from "./folder-routes";
import { itemOnWire } from "./folder-wire";
import { listOf, pageOf } from "./paging";
import { projectOf, projectPath } from "./project-routes";

/**
 * The lists of folders and secrets: the top level only, or what lies directly in one folder (docs/contracts/opa-api.md 2.3).
 */
export const folderListRoutes: readonly OpaRoute[] = [
    { method: "GET", path: `${projectPath}/secret_folders`, answer: listOfProject },
    { method: "GET", path: `${folderPath}/items`, answer: listItems },
    { method: "GET", path: `${team}/secret_folders`, answer: listOfTeam },
];

type Item = SecretFolder | Secret;

function listOfProject(context: OpaContext): Answer {
    const project = projectOf(context);
    const tops = [...context.world.store.itemsAt({ parentId: null, projectId: project.id })];
    if (context.world.settings.conditionalList === 403) requireNoConditions(context, tops);
    return listOf(context, visible(context, tops), (folder) => itemOnWire(context, folder));
}

function listItems(context: OpaContext): Answer {
    const folder = folderOf(context);
    requirePrivilege(context, folder, "list");
    const items = visible(context, context.world.store.itemsOf(folder.id));
    return pageOf(context, items, (item) => itemOnWire(context, item));
}

function listOfTeam(context: OpaContext): Answer {
    const tops = [...context.world.store.folders.values()].filter(({ parentId }) => parentId === null);
    return listOf(context, visible(context, tops), (folder) => itemOnWire(context, folder));
}

/** The list leaves out what the caller may not see (docs/contracts/opa-api.md 2.3). */
export function visible(context: OpaContext, items: readonly Item[]): Item[] {
    return items.filter((item) => mayList(context, item));
}
