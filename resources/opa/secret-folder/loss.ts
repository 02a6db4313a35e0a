import type { Properties } from "../../lifecycle/plain";
import { holdsUnknown } from "../../lifecycle/unknown";
import type { OpaConnection } from "../connection";
import { listItems } from "./calls";
import type { FolderKey } from "./schema";

/** What lies in a folder, all the way down. */
export interface Contents {
    readonly paths: readonly string[];
    /** "empty", or "holding 2 secrets and 1 folder". */
    readonly said: string;
}

/** Paths named in a message at most; the counts are always whole. */
const namedAtMost = 10;

export async function contentsOf(opa: OpaConnection, key: FolderKey, path: string): Promise<Contents> {
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
    return {
        paths,
        said: paths.length
            ? `holding ${counted(paths.length - folders, "secret")} and ${counted(folders, "folder")}`
            : "empty",
    };
}

/** Throws when deleting the folder would take along what was not declared to go. */
export async function refuseLoss(opa: OpaConnection, key: FolderKey, outputs: Properties): Promise<void> {
    const path = String(outputs["path"]);
    const { paths, said } = await contentsOf(opa, key, path);
    if (paths.length === 0 || outputs["deleteContents"] === path) return;
    const named = paths.slice(0, namedAtMost).join(", ") + (paths.length > namedAtMost ? ", …" : "");
    throw new Error(
        `Secret folder "${path}" (${key.folderId}) is not deleted, because OPA would delete what is in it and keeps no copy: it is ` +
            `${said} (${named}). Move or delete these by hand; or declare onDelete: "retain" to leave the folder, or ` +
            `deleteContents: "${path}" to lose them, run pulumi up, and then delete it.`,
    );
}

/** Throws when a change would make the folder anew: its secrets would stay behind in the old one. */
export function refuseReplacement(olds: Properties, news: Properties, changed: readonly string[]): void {
    if (news["allowReplacement"] === true) return;
    const changes = changed.map((property) => {
        const declared = holdsUnknown(news[property])
            ? "not known yet"
            : JSON.stringify(news[property] ?? "the top of the project");
        return `${property} from ${JSON.stringify(olds[property] ?? "the top of the project")} to ${declared}`;
    });
    throw new Error(
        `Secret folder "${olds["path"]}" (${olds["folderId"]}) cannot be moved: OPA would need a new, empty folder for ${changes.join(", ")}. ` +
            "Move it by hand (make the new folder, move its secrets in the OPA console, then declare it), or declare " +
            "allowReplacement: true for a new folder; the old one then goes only if it is empty.",
    );
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;
