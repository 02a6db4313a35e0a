import { z } from "zod";
import type { OpaConnection } from "../../resources/opa/connection/connect";
import { contentsOf, counts, firstTen } from "../../resources/opa/secret-folder/tree/contents";
import { spaceType } from "../../resources/team-secrets-space/memory/record";

/** What a stack has made, as its state tells it. */
export interface WholeStack {
    /** How many objects there are of each type, as a program names the type. */
    readonly objects: ReadonlyMap<string, number>;
    /** The names of its spaces. */
    readonly spaces: readonly string[];
    /** The folders that are in none of its other folders. */
    readonly folders: readonly StackFolder[];
    /** How many of its resources Pulumi refuses to delete. */
    readonly protected: number;
}

interface StackFolder {
    readonly folder: Kept;
    /** The paths of the stack's folders in it. */
    readonly inner: ReadonlySet<string>;
}

const kept = z.object({
    resourceGroupId: z.string(),
    projectId: z.string(),
    folderId: z.string(),
    ancestorIds: z.array(z.string()),
    path: z.string(),
    onDelete: z.string().optional(),
    deleteContents: z.string().optional(),
    adoptedAt: z.string().optional(),
});

type Kept = z.infer<typeof kept>;

const exported = z.object({
    deployment: z.object({
        resources: z
            .array(
                z.object({
                    urn: z.string(),
                    type: z.string(),
                    custom: z.boolean().default(false),
                    protect: z.boolean().default(false),
                    outputs: z.record(z.string(), z.unknown()).default({}),
                }),
            )
            .default([]),
    }),
});

const folderType = "pulumi-nodejs:dynamic/opa:SecretFolder";

/** Reads what `pulumi stack export` prints. Throws if a folder in it cannot be understood: nobody could say what it holds. */
export function wholeStackIn(text: string): WholeStack {
    const { resources } = exported.parse(JSON.parse(text)).deployment;
    const objects = new Map<string, number>();
    for (const { type, custom } of resources) {
        if (!custom || type.startsWith("pulumi:")) continue;
        const name = type.slice(type.lastIndexOf(":") + 1);
        objects.set(name, (objects.get(name) ?? 0) + 1);
    }
    const folders = resources
        .filter(({ type }) => type === folderType)
        .map(({ outputs }) => kept.parse(outputs))
        .sort((one, other) => (one.path < other.path ? -1 : 1));
    const isIn = (one: Kept, other: Kept) => one !== other && one.ancestorIds.includes(other.folderId);
    return {
        // The engine notes resources in the order in which they came, which differs from run to run.
        objects: new Map([...objects].sort(([one], [other]) => (one < other ? -1 : 1))),
        spaces: resources
            .filter(({ type }) => type === spaceType)
            .map(({ urn }) => urn.split("::").slice(3).join("::"))
            .sort(),
        folders: folders
            .filter((one) => !folders.some((other) => isIn(one, other)))
            .map((folder) => ({
                folder,
                inner: new Set(folders.filter((one) => isIn(one, folder)).map(({ path }) => path)),
            })),
        protected: resources.filter((one) => one.protect).length,
    };
}

/** What becomes of a folder when the whole stack is deleted. */
export interface Fate {
    readonly what: string;
    /** Pulumi would keep it, with nobody who can open it, or it could not be seen: so the deletion must not begin. */
    readonly stops: "it holds something" | "it was not seen" | undefined;
}

/** Looks into a folder, by reads alone. */
export async function fateOf({ folder, inner }: StackFolder, connect: () => OpaConnection): Promise<Fate> {
    const { resourceGroupId, projectId, folderId, ancestorIds, path, onDelete, deleteContents, adoptedAt } = folder;
    const named = `Folder "${path}"`;
    try {
        const project = { opa: connect(), key: { resourceGroupId, projectId } };
        const all = await contentsOf({ project, folderIds: [...ancestorIds, folderId], path });
        const lost = all.paths.filter((one) => !inner.has(one));
        const folders = all.folders - (all.paths.length - lost.length);
        const held = `${counts({ ...all, folders })}${lost.length > 0 ? `: ${firstTen(lost)}` : ""}`;
        if (onDelete === "retain" || (adoptedAt !== undefined && onDelete !== "delete"))
            return { what: `${named} stays; it holds ${held}.`, stops: undefined };
        if (lost.length === 0) return { what: `${named} holds nothing, and goes.`, stops: undefined };
        if (deleteContents === path)
            return { what: `${named} is deleted WITH EVERYTHING IN IT, ${held}.`, stops: undefined };
        return {
            what: `${named} holds ${held}. It would stay, with nobody who can open it, and the run would end with an error.`,
            stops: "it holds something",
        };
    } catch (failure) {
        const why = failure instanceof Error ? failure.message : String(failure);
        return { what: `${named}: what it holds could not be seen: ${why}`, stops: "it was not seen" };
    }
}
