import { earliest, type Moment } from "../../../http/time/clock";
import { seeingAll } from "./complete-listing";
import { below, evidenceAt, type Place } from "./tree";

/** What is in a folder, all the way down. */
export interface Contents {
    /** Of folders and secrets, the folder's own path before each. */
    readonly paths: readonly string[];
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
        let folders = 0;
        const open = [folder];
        for (let here = open.shift(); here; here = open.shift()) {
            const { items, seenAt } = await evidenceAt(here);
            moments.push(seenAt);
            for (const item of items) {
                const inner = below(here, item);
                paths.push(inner.path);
                if (!item.isFolder) continue;
                folders += 1;
                open.push(inner);
            }
        }
        return { paths, folders, secrets: paths.length - folders, seenAt: earliest(moments) };
    });
}

/** What is in a folder, in numbers: "2 secrets and 1 folder", or "nothing". */
export function counts({ folders, secrets }: Contents): string {
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
