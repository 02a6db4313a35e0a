import type { Properties } from "../../lifecycle/plain";
import { type Contents, firstTen, holding } from "./contents";

/**
 * Throws when deleting the folder would take along what was not declared to go: `deleteContents`, as applied, must be
 * the path that the folder has now.
 */
export function refuseLoss(
    folder: { readonly folderId: string; readonly path: string },
    contents: Contents,
    deleteContents: unknown,
): void {
    const { folderId, path } = folder;
    if (contents.paths.length === 0 || deleteContents === path) return;
    const other =
        typeof deleteContents === "string"
            ? ` The applied deleteContents names another path, "${deleteContents}".`
            : "";
    throw new Error(
        `Secret folder "${path}" (${folderId}) is not deleted, because OPA would delete what is in it and keeps no copy: it is ` +
            `${holding(contents)} (${firstTen(contents.paths)}).${other} Move or delete these by hand; or declare onDelete: "retain" to leave the folder, or ` +
            `deleteContents: "${path}" to lose them, run pulumi up, and then delete it.`,
    );
}

/** Throws when a change would make the folder anew: its secrets would stay behind in the old one. */
export function refuseReplacement(olds: Properties, news: Properties, changed: readonly string[]): void {
    const which = `Secret folder "${olds["path"]}" (${olds["folderId"]})`;
    if (news["allowReplacement"] !== true) throw new Error(`${which} ${cannotBeMoved(olds, news, changed)}`);
    if (olds["deleteContents"] === undefined) return;
    throw new Error(
        `${which} is not replaced while deleteContents is applied, because everything in the old folder would be deleted. ` +
            "Take deleteContents out, run pulumi up with the old place, then replace it.",
    );
}

function cannotBeMoved(olds: Properties, news: Properties, changed: readonly string[]): string {
    const changes = changed.map(
        (property) => `${property} from ${placeSaid(olds[property])} to ${placeSaid(news[property])}`,
    );
    return (
        `cannot be moved: OPA would need a new, empty folder for ${changes.join(", ")}. ` +
        "Move it by hand (make the new folder, move its secrets in the OPA console, then declare it), or declare " +
        `allowReplacement: true for a new folder; the old one then goes only if it is empty. ${samePlace(olds, changed)}`
    );
}

/** How to write the place it has, for those who did not mean to move it: names and paths change, ids do not. */
function samePlace(olds: Properties, changed: readonly string[]): string {
    const ids = {
        resourceGroup: olds["resourceGroupId"],
        project: olds["projectId"],
        parentFolder: olds["parentFolderId"],
    };
    const written = Object.entries(ids).filter(([property, id]) => changed.includes(property) && id);
    if (written.length === 0) return "";
    return `If it is to stay where it is, declare ${written.map(([property, id]) => `${property}: "${id}"`).join(", ")}.`;
}

const placeSaid = (place: unknown): string => (place === undefined ? "the top of the project" : JSON.stringify(place));
