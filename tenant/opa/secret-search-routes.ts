import type { Answer } from "../http/answer";
import type { Secret, SecretFolder } from "../store/opa-records";
import { type OpaContext, type OpaRoute, team } from "./context";
import { invalid, notFound } from "./errors";
import { mayFind } from "./folder-access";
import { visible } from "./folder-list-routes";
import { itemOnWire } from "./folder-wire";
import { pageOf } from "./paging";

/** The list of what the caller's policies give access to, which is also the search. */
export const secretSearchRoutes: readonly OpaRoute[] = [{ method: "GET", path: `${team}/secrets`, answer: listOfUser }];

type Item = SecretFolder | Secret;

const longestSearch = 1000;
const nowhere = Number.POSITIVE_INFINITY;

/**
 * Without a search, the top level; with one, every match in name or description, the closest first
 * (docs/contracts/opa-api.md 2.1).
 */
function listOfUser(context: OpaContext): Answer {
    const { store, settings } = context.world;
    const search = (context.call.query.get("search") ?? "").toLowerCase();
    const parentId = context.call.query.get("parent_folder_id");
    if (search.length > longestSearch) throw invalid(settings, { path: "search", message: "The search is too long" });
    if (parentId !== null && !store.folders.has(parentId)) throw notFound(settings);
    const onWire = (item: Item) => itemOnWire(context, item);
    const all = [...store.folders.values(), ...store.secrets.values()];
    if (!search) return pageOf(context, visible(context, childrenIn(all, parentId)), onWire);
    const found = (parentId === null ? all : childrenIn(all, parentId))
        .map((item) => ({ item, distance: distanceOf(item, search) }))
        .filter(({ item, distance }) => distance < nowhere && mayFind(context, item))
        .sort((one, other) => one.distance - other.distance);
    // Rows get new numbers, so that the pages follow this order.
    return pageOf(
        context,
        found.map(({ item }, position) => ({ seq: position + 1, item })),
        ({ item }) => onWire(item),
    );
}

function childrenIn(items: readonly Item[], parentId: string | null): Item[] {
    return items.filter((item) => item.parentId === parentId);
}

/** By the specification, exact matches rank higher than partial ones. */
function distanceOf({ name, description }: Item, search: string): number {
    const [title, text] = [name.toLowerCase(), (description ?? "").toLowerCase()];
    const places = [title === search, text === search, title.includes(search), text.includes(search)];
    const place = places.indexOf(true);
    return place < 0 ? nowhere : place;
}
