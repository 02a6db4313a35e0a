import type { Properties } from "../../../lifecycle/declared/plain";
import { type Contents, counts, firstTen } from "../tree/contents";
import type { Remembered } from "./state";

/**
 * Throws when deleting the folder would also delete contents that are not declared to be deleted: `deleteContents`, as
 * applied, must be the path that the folder has now.
 */
export function refuseLoss(
    folder: Pick<Remembered, "replacement"> & { readonly folderId: string; readonly path: string },
    contents: Contents,
    deleteContents: unknown,
): void {
    const { folderId, path, replacement } = folder;
    if (contents.paths.length === 0 || deleteContents === path) return;
    const other =
        typeof deleteContents === "string"
            ? ` The applied deleteContents names another path, "${deleteContents}".`
            : "";
    const why =
        `Secret folder "${path}" (${folderId}) was not deleted, because it contains ${counts(contents)} that would be lost ` +
        `for good: ${firstTen(contents.paths)}.${other}`;
    // What is declared now is applied to the folder that has replaced this one.
    if (replacement === "made") {
        throw new Error(`${why} It was replaced. Move or delete these by hand: each \`pulumi up\` tries again.`);
    }
    if (replacement) {
        throw new Error(
            `${why} It is to be replaced, and a replacement deletes no contents, whatever deleteContents says. Move or delete ` +
                "these by hand, then run the same command again.",
        );
    }
    throw new Error(
        `${why} Move or delete these by hand; or declare onDelete: "retain" to leave the ` +
            `folder in OPA, or deleteContents: "${path}" to delete everything in it, run \`pulumi up\`, and then delete the folder. ` +
            ofSpace,
    );
}

/** In a space, contents are declared for the whole space, and a space has a way to keep everything. */
const ofSpace =
    'If it is one of a TeamSecretsSpace, declare that again: with retired: { reason: "…" } it keeps everything and gives nobody access; ' +
    "deleteContents beside that takes the path of the space's own folder.";

/** Throws when a change would re-create the folder, and that is not allowed: its secrets would stay behind in the old one. */
export function refuseReplacement(olds: Properties, news: Properties, changed: readonly string[]): void {
    const which = `Secret folder "${olds["path"]}" (${olds["folderId"]})`;
    if (news["allowReplacement"] !== true) throw new Error(`${which} ${cannotBeMoved(olds, news, changed)}`);
    if (olds["deleteContents"] === undefined) return;
    throw new Error(
        `${which} cannot be replaced while deleteContents is applied, because everything in the old folder would be deleted. ` +
            "Remove deleteContents, run `pulumi up` with the old place, then replace it.",
    );
}

function cannotBeMoved(olds: Properties, news: Properties, changed: readonly string[]): string {
    const changes = changed.map(
        (property) => `${property} from ${placeSaid(olds[property])} to ${placeSaid(news[property])}`,
    );
    return (
        `cannot be moved: OPA would need a new, empty folder to change ${changes.join(", ")}. ` +
        "Move it by hand (create the new folder, move its secrets in the OPA console, then declare it), or declare " +
        `allowReplacement: true for a new folder, which is refused while this one holds anything. ${samePlace(olds, changed)}`
    );
}

/** Throws when a folder that is to be replaced holds anything: that would be left in a folder that nobody may read any more. */
export function refuseLeaving(
    folder: { readonly folderId: string; readonly path: string },
    left: Contents,
    olds: Properties,
    changed: readonly string[],
): void {
    if (left.paths.length === 0) return;
    throw new Error(
        `Secret folder "${folder.path}" (${folder.folderId}) cannot be replaced, because it contains ${counts(left)}, which would not be in ` +
            `the new folder: ${firstTen(left.paths)}. Make the new folder in the OPA console, move these into it, and declare onExisting: ` +
            `"adopt" too; or move or delete these by hand. Then run the same command again. ${samePlace(olds, changed)}`.trimEnd(),
    );
}

/** How to declare the present place, for users who did not mean to move the folder: names and paths change, ids do not. */
function samePlace(olds: Properties, changed: readonly string[]): string {
    const ids = {
        resourceGroup: olds["resourceGroupId"],
        project: olds["projectId"],
        parentFolder: olds["parentFolderId"],
    };
    const written = Object.entries(ids).filter(([property, id]) => changed.includes(property) && id);
    if (written.length === 0) return "";
    return `To leave it where it is, declare ${written.map(([property, id]) => `${property}: "${id}"`).join(", ")}.`;
}

const placeSaid = (place: unknown): string =>
    place === undefined ? "the top level of the project" : JSON.stringify(place);
