import { below, evidenceAt, type Place, topOf } from "../../opa/secret-folder/tree/tree";
import { getFolder } from "../../opa/secret-folder/wire/calls";
import type { Item } from "../../opa/secret-folder/wire/wire";
import type { Folder, IsOwn } from "./seen";

/**
 * The folders directly in this one, and those deeper inside that are among `ruled` or carry our mark, with the
 * folders on the way to them. It reads each ruled folder by itself, or lists the teams' folders, whichever takes
 * fewer requests.
 */
export async function lookAtFolders(
    parent: Place,
    ruled: ReadonlySet<string>,
    isOwn: IsOwn,
): Promise<readonly Folder[]> {
    const tops = await foldersIn(parent);
    const isOurs = ({ mark }: Folder) => mark !== undefined && isOwn(mark.owner);
    const inOurs = await Promise.all(
        tops.filter(({ folder }) => isOurs(folder)).map(({ folder, place }) => treeIn(place, folder.ids)),
    );
    const ours = inOurs.flat();
    const known = new Set([...tops.map(({ folder }) => folder.id), ...ours.map(({ id }) => id)]);
    const others = [...ruled].filter((id) => !known.has(id));
    const byId = others.length <= tops.length ? await foldersById(parent, others) : undefined;
    const rest =
        byId ??
        (
            await Promise.all(
                tops.filter(({ folder }) => !isOurs(folder)).map(({ folder, place }) => treeIn(place, folder.ids)),
            )
        ).flat();
    const inside = [...new Map([...ours, ...rest].map((folder) => [folder.id, folder])).values()];
    const needed = new Set(inside.filter((folder) => ruled.has(folder.id) || isOurs(folder)).flatMap(({ ids }) => ids));
    return [...tops.map(({ folder }) => folder), ...inside.filter(({ id }) => needed.has(id))];
}

interface Found {
    readonly folder: Folder;
    readonly place: Place;
}

/** The folders in the one that holds the teams' folders. */
async function foldersIn(parent: Place): Promise<readonly Found[]> {
    return Promise.all(
        (await folderItems(parent)).map(async (item) => ({
            folder: { ...(await readWhole(parent, item)), ids: [item.id], path: "" },
            place: below(parent, item),
        })),
    );
}

/** All folders inside the folder with these ids, from the team's folder down. */
async function treeIn(place: Place, ids: readonly string[], path = ""): Promise<readonly Folder[]> {
    const inner = (await folderItems(place)).map(async (item) => {
        const here = { ids: [...ids, item.id], path: path === "" ? item.name : `${path}/${item.name}` };
        const folder: Folder = { ...(await readWhole(place, item)), ...here };
        return [folder, ...(await treeIn(below(place, item), here.ids, here.path))];
    });
    return (await Promise.all(inner)).flat();
}

const folderItems = async (place: Place): Promise<readonly Item[]> =>
    (await evidenceAt(place)).items.filter(({ isFolder }) => isFolder);

/** A listing may leave descriptions out, and with them the marks. */
async function readWhole(
    { project: { opa, key } }: Place,
    { id, name, description, mark, isDescribed }: Item,
): Promise<Pick<Folder, "id" | "name" | "description" | "mark">> {
    const folder = isDescribed ? undefined : await getFolder(opa, { ...key, folderId: id });
    return folder
        ? { id, name: folder.name, description: folder.description, mark: folder.mark }
        : { id, name, description, mark };
}

/**
 * These folders and those on the way to them, if they are in a team's folder; undefined if OPA does not say where one
 * is.
 */
async function foldersById(parent: Place, ids: readonly string[]): Promise<readonly Folder[] | undefined> {
    const { opa, key } = parent.project;
    const read = async (folderIds: readonly string[]) => {
        const folders = await Promise.all(folderIds.map((folderId) => getFolder(opa, { ...key, folderId })));
        return folders.filter((folder) => folder !== undefined);
    };
    const found = await read(ids);
    if (found.length === 0) return [];
    // It is not documented whether OPA gives the whole path: if it does, the path begins with a folder at the top of
    // the project.
    const atTop = new Set((await folderItems(topOf(parent.project))).map(({ id }) => id));
    const isWhole = ({ folderId, above }: ReadFolder) => above !== undefined && atTop.has(above[0]?.id ?? folderId);
    if (!found.every(isWhole)) return undefined;
    const ways = new Map(found.flatMap((folder) => wayTo(folder, parent)));
    const onTheWay = await read([...ways.keys()].filter((id) => !ids.includes(id)));
    return [...found, ...onTheWay].flatMap((folder) => {
        const way = ways.get(folder.folderId);
        const { folderId: id, name, description, mark } = folder;
        return way ? [{ id, name, description, mark, ...way }] : [];
    });
}

type ReadFolder = NonNullable<Awaited<ReturnType<typeof getFolder>>>;

/**
 * The place of each folder on the way from a team's folder to this one, by its id; nothing if it is in no team's
 * folder.
 */
function wayTo({ folderId, name, above = [] }: ReadFolder, { folderIds }: Place) {
    const at = above.findIndex(({ id }) => id === folderIds.at(-1));
    const steps = at < 0 ? [] : [...above.slice(at + 1), { id: folderId, name }];
    return steps.slice(1).map((step, index): readonly [string, Pick<Folder, "ids" | "path">] => {
        const here = steps.slice(0, index + 2);
        const path = here.slice(1).map((one) => one.name);
        return [step.id, { ids: here.map(({ id }) => id), path: path.join("/") }];
    });
}
