import { z } from "zod";
import type { Properties } from "../../lifecycle/declared/plain";
import { asMark, markIn } from "../../lifecycle/run/owner-mark";
import type { OpaConnection } from "../connection/connect";
import { lookInto } from "./steps/look-into";
import { rememberedFrom, staysInOpa } from "./steps/state";
import { counts, firstTen, withoutFolders } from "./tree/contents";

/** The type of a folder's resource in state. */
export const folderType = "pulumi-nodejs:dynamic/opa:SecretFolder";

const kept = z.object({
    resourceGroupId: z.string(),
    projectId: z.string(),
    folderId: z.string(),
    ancestorIds: z.array(z.string()),
    path: z.string(),
    deleteContents: z.string().optional(),
});

/** A folder whose resource is to go, as state has it. */
export interface Leaving extends z.infer<typeof kept> {
    /** Its resource, in the form that marks have. */
    readonly owner: string | undefined;
    readonly outputs: Properties;
}

/** Reads what state has of a folder; undefined if it cannot be understood. */
export function leavingIn(outputs: Properties, owner: string | undefined): Leaving | undefined {
    const { data } = kept.safeParse(outputs);
    return data && { ...data, owner, outputs };
}

/** The ids of those that are deleted. One that OPA keeps is something that the folder above holds. */
export const goingIds = (all: readonly Leaving[]): ReadonlySet<string> =>
    new Set(all.flatMap(({ folderId, outputs }) => (staysInOpa(outputs) ? [] : [folderId])));

/** Whether a folder is in none of those that are deleted: these tell about it. */
export const isTopmost = ({ ancestorIds }: Leaving, going: ReadonlySet<string>): boolean =>
    !going.has(ancestorIds.at(-1) ?? "");

/** What becomes of a folder whose resource goes. */
export interface Fate {
    readonly path: string;
    readonly end: "gone" | "of another" | "stays" | "goes" | "goes with all" | "full";
    /** What it holds, in words; empty where that does not matter. */
    readonly held: string;
}

/**
 * Looks, by reads alone, at what becomes of a folder. Throws when it cannot be seen what it holds.
 *
 * @param going The ids of all that are deleted with it: one that is empty is nothing that would be lost.
 */
export async function fateOf(opa: OpaConnection, leaving: Leaving, going: ReadonlySet<string>): Promise<Fate> {
    const { resourceGroupId, projectId, folderId, outputs, owner, deleteContents } = leaving;
    const live = rememberedFrom(opa, { resourceGroupId, projectId, folderId }, outputs);
    // Without a mark in state, the folder's own would look like another resource's.
    const looked = await lookInto({ ...live, mark: markIn(outputs) ?? asMark(owner) }, false);
    if (!looked) return { path: leaving.path, end: "gone", held: "" };
    if ("managedBy" in looked) return { path: leaving.path, end: "of another", held: "" };
    const { path } = looked;
    const lost = withoutFolders(looked.contents, ({ id }) => going.has(id));
    const held = `${counts(lost)}${lost.paths.length > 0 ? `: ${firstTen(lost.paths)}` : ""}`;
    if (staysInOpa(outputs)) return { path, end: "stays", held };
    if (lost.paths.length === 0) return { path, end: "goes", held };
    return { path, end: deleteContents === path ? "goes with all" : "full", held };
}

/** The same in a sentence. */
export function fateInWords({ path, end, held }: Fate): string {
    const what: Readonly<Record<Fate["end"], string>> = {
        gone: "is gone already",
        "of another": "stays: another resource manages it now",
        stays: `stays; it holds ${held}`,
        goes: "holds nothing, and goes",
        "goes with all": `is deleted WITH EVERYTHING IN IT, ${held}`,
        full: `holds ${held}`,
    };
    return `Folder "${path}" ${what[end]}.`;
}
