import { listItems } from "./calls";
import { seeingAll } from "./seeing-all";
import type { FolderById } from "./tree";

/** What is in a folder, all the way down. */
export interface Contents {
    /** Of folders and secrets, the folder's own path before each. */
    readonly paths: readonly string[];
    readonly folders: number;
    readonly secrets: number;
}

/** Everything in a folder. Throws unless it is proven that the caller sees everything: hidden items would be lost. */
export function contentsOf(folder: FolderById, path: string): Promise<Contents> {
    const { opa, key } = folder;
    return seeingAll(folder, `what secret folder "${path}" (${key.folderId}) contains`, async () => {
        const paths: string[] = [];
        let folders = 0;
        const open = [{ folderId: key.folderId, path }];
        for (let here = open.shift(); here; here = open.shift()) {
            for (const item of await listItems(opa, { ...key, folderId: here.folderId })) {
                const inner = `${here.path}/${item.name}`;
                paths.push(inner);
                if (!item.isFolder) continue;
                folders += 1;
                open.push({ folderId: item.id, path: inner });
            }
        }
        return { paths, folders, secrets: paths.length - folders };
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
