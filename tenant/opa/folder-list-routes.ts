import type { Answer } from "../http/answer";
import type { Secret, SecretFolder } from "../store/opa-records";
import { type OpaContext, type OpaRoute, team } from "./context";
import { invalid, notFound } from "./errors";
import { mayList, requireList } from "./folder-access";
import { folderOf, folderPath } from "./folder-routes";
import { itemOnWire } from "./folder-wire";
import { listOf, pageOf } from "./paging";
import { projectOf, projectPath } from "./project-routes";

/** The lists of folders and secrets. Contracts: the tops only, or what lies directly in one folder. */
export const folderListRoutes: readonly OpaRoute[] = [
    { method: "GET", path: `${projectPath}/secret_folders`, answer: listOfProject },
    { method: "GET", path: `${folderPath}/items`, answer: listItems },
    { method: "GET", path: `${team}/secret_folders`, answer: listOfTeam },
    { method: "GET", path: `${team}/secrets`, answer: listOfUser },
];

const longestSearch = 1000;

function listOfProject(context: OpaContext): Answer {
    const project = projectOf(context);
    const tops = [...context.world.store.itemsAt({ parentId: null, projectId: project.id })];
    return listOf(visible(context, tops), (folder) => itemOnWire(context, folder));
}

function listItems(context: OpaContext): Answer {
    const folder = folderOf(context);
    requireList(context, folder);
    const items = visible(context, context.world.store.itemsOf(folder.id));
    return pageOf(context, items, (item) => itemOnWire(context, item));
}

function listOfTeam(context: OpaContext): Answer {
    const tops = [...context.world.store.folders.values()].filter(({ parentId }) => parentId === null);
    return listOf(visible(context, tops), (folder) => itemOnWire(context, folder));
}

/** Contracts: without a search the tops; with one everything that fits, in name or description. */
function listOfUser(context: OpaContext): Answer {
    const { store, settings } = context.world;
    const search = (context.call.query.get("search") ?? "").toLowerCase();
    const parentId = context.call.query.get("parent_folder_id");
    if (search.length > longestSearch) throw invalid(settings, { path: "search", message: "The search is too long" });
    if (parentId !== null && !store.folders.has(parentId)) throw notFound(settings);
    const all =
        search && parentId === null ? [...store.folders.values(), ...store.secrets.values()] : at(context, parentId);
    const found = visible(context, all).filter((item) =>
        [item.name, item.description ?? ""].some((text) => text.toLowerCase().includes(search)),
    );
    return pageOf(context, found, (item) => itemOnWire(context, item));
}

function at({ world }: OpaContext, parentId: string | null): (SecretFolder | Secret)[] {
    return [...world.store.folders.values(), ...world.store.secrets.values()].filter(
        (item) => item.parentId === parentId,
    );
}

/** Contracts: what the caller may not see is simply not in the list. */
function visible(context: OpaContext, items: readonly (SecretFolder | Secret)[]): (SecretFolder | Secret)[] {
    return items.filter((item) => mayList(context, item));
}
