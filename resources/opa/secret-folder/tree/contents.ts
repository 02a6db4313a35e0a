import { earliest, type Moment } from "../../../http/time/clock";
import type { Mark } from "../../../lifecycle/run/owner-mark";
import { seeingAll } from "./complete-listing";
import { below, evidenceAt, type Place } from "./tree";

/** A folder in a folder. */
export interface InnerFolder {
    readonly id: string;
    readonly path: string;
    /** Undefined also where `isDescribed` is false: the listing then says nothing of it. */
    readonly mark: Mark | undefined;
    readonly isDescribed: boolean;
}

/** What is in a folder, all the way down. */
export interface Contents {
    /** Of folders and secrets, the folder's own path before each. */
    readonly paths: readonly string[];
    readonly inner: readonly InnerFolder[];
    readonly folders: number;
    readonly secrets: number;
    /** When the first listing of it was asked for: what was put there since is not in it. */
    readonly seenAt: Moment;
}

/**
 * Everything in a folder. Throws unless it is proven that the caller sees everything, and that what seems empty is: hidden items
 * would be lost.
 */
export function contentsOf(folder: Place): Promise<Contents> {
    const { project, folderIds, path } = folder;
    return seeingAll(project, `what secret folder "${path}" (${folderIds.at(-1)}) contains`, async () => {
        const paths: string[] = [];
        const moments: Moment[] = [];
        const folders: InnerFolder[] = [];
        const open = [folder];
        for (let here = open.shift(); here; here = open.shift()) {
            const { items, seenAt } = await evidenceAt(here);
            moments.push(seenAt);
            for (const item of items) {
                const inner = below(here, item);
                paths.push(inner.path);
                if (!item.isFolder) continue;
                folders.push({ id: item.id, path: inner.path, mark: item.mark, isDescribed: item.isDescribed });
                open.push(inner);
            }
        }
        const secrets = paths.length - folders.length;
        return { paths, inner: folders, folders: folders.length, secrets, seenAt: earliest(moments) };
    });
}

/** The same without some of the folders in it; what is in these counts nevertheless. */
export function withoutFolders(contents: Contents, isLeftOut: (folder: InnerFolder) => boolean): Contents {
    const out = new Set(contents.inner.filter(isLeftOut).map(({ path }) => path));
    return {
        ...contents,
        paths: contents.paths.filter((path) => !out.has(path)),
        inner: contents.inner.filter(({ path }) => !out.has(path)),
        folders: contents.folders - out.size,
    };
}

/** What is in a folder, in numbers: "2 secrets and 1 folder", or "nothing". */
export function counts({ folders, secrets }: Omit<Contents, "inner">): string {
    const parts = [secrets > 0 && counted(secrets, "secret"), folders > 0 && counted(folders, "folder")];
    return parts.filter(Boolean).join(" and ") || "nothing";
}

/** Names in a message at most. */
const saidAtMost = 10;

/** The first ten of these; dots say that there are more. */
export function firstTen(names: readonly string[]): string {
    return [...names.slice(0, saidAtMost), ...(names.length > saidAtMost ? ["…"] : [])].join(", ");
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;
