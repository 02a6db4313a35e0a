import type { OpaConnection } from "../connection";
import { listItems } from "./calls";
import type { FolderKey } from "./schema";
import { seeingAll } from "./seeing-all";

/** What lies in a folder, all the way down. */
export interface Contents {
    /** Of folders and secrets, the folder's own path before each. */
    readonly paths: readonly string[];
    readonly folders: number;
    readonly secrets: number;
}

/** All that lies in a folder. Throws unless the caller is shown to see everything: what is hidden is not nothing. */
export function contentsOf(opa: OpaConnection, key: FolderKey, path: string): Promise<Contents> {
    return seeingAll(opa, key, `what secret folder "${path}" (${key.folderId}) holds`, async () => {
        const paths: string[] = [];
        let folders = 0;
        const open = [{ folderId: key.folderId, path }];
        for (let folder = open.shift(); folder; folder = open.shift()) {
            for (const item of await listItems(opa, { ...key, folderId: folder.folderId })) {
                const inner = `${folder.path}/${item.name}`;
                paths.push(inner);
                if (!item.isFolder) continue;
                folders += 1;
                open.push({ folderId: item.id, path: inner });
            }
        }
        return { paths, folders, secrets: paths.length - folders };
    });
}

/** "empty", or "holding 2 secrets and 1 folder". */
export function holding({ folders, secrets }: Contents): string {
    if (folders + secrets === 0) return "empty";
    return `holding ${counted(secrets, "secret")} and ${counted(folders, "folder")}`;
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;
