import { z } from "zod";
import type { ProjectKey } from "../project";

/** What OPA takes in a folder's name (contracts/opa-api.md 2.2). */
export const folderName = z
    .string({ error: "is not a folder name. Give it as text." })
    .min(1, "is empty. Give a name.")
    .max(255, "is longer than 255 characters.")
    .regex(/^[A-Za-z0-9_.-]+$/, 'is not a folder name. OPA takes letters, digits, "-", "_" and "." only, no spaces.')
    .refine((name) => name !== "." && name !== "..", "is not a folder name.");

/** A path as people write it, "teams/payments", without a slash at either end. */
export const folderPath = z
    .string({ error: "is not a folder path. Give it as text, e.g. teams/payments." })
    .transform((path) => path.replace(/^\/+|\/+$/g, ""))
    .pipe(
        z
            .string()
            .refine(
                (path) => path.split("/").every((part) => folderName.safeParse(part).success),
                'is not a folder path. Join folder names by "/", e.g. teams/payments.',
            ),
    );

const idOrName = z
    .string({ error: "give its id or exact name as text." })
    .min(1, "is empty. Give its id or exact name.");

/** The declared shape, with its defaults. Each field is explained on `OpaSecretFolderArgs`. */
export const declaredSchema = z.object({
    resourceGroup: idOrName,
    project: idOrName,
    parentFolder: folderPath.optional(),
    name: folderName,
    description: z.string({ error: "is not text." }).default(""),
    createParents: z.boolean({ error: "use true or false." }).default(false),
    onExisting: z.enum(["fail", "adopt"], { error: 'use "fail" or "adopt".' }).default("fail"),
    onDelete: z.enum(["delete", "retain"], { error: 'use "delete" or "retain".' }).default("delete"),
    deleteContents: folderPath.optional(),
    allowReplacement: z.boolean({ error: "use true or false." }).default(false),
});

export type Declared = z.infer<typeof declaredSchema>;

/** The three ids that locate a folder. */
export interface FolderKey extends ProjectKey {
    readonly folderId: string;
}

export const idOf = ({ resourceGroupId, projectId, folderId }: FolderKey): string =>
    `${resourceGroupId}/${projectId}/${folderId}`;

/** The key in a resource id. Throws when it is none. */
export function keyOf(id: string): FolderKey {
    const [resourceGroupId, projectId, folderId, ...more] = id.split("/");
    if (!resourceGroupId || !projectId || !folderId || more.length > 0) {
        throw new Error(`"${id}" is not the id of a secret folder. Write {resourceGroupId}/{projectId}/{folderId}.`);
    }
    return { resourceGroupId, projectId, folderId };
}

const step = z.object({ id: z.string(), name: z.string() });

const folderOnWire = z.object({
    id: z.string(),
    name: z.string(),
    description: z.string().nullish(),
    path: z.array(step).nullish(),
});

export interface Folder {
    readonly folderId: string;
    readonly name: string;
    readonly description: string;
    /**
     * The folders above it, root first. Undefined when OPA did not say: an answer may leave the path out, and may end
     * it with the folder itself (contracts/opa-api.md 2.2).
     */
    readonly above: readonly { readonly id: string; readonly name: string }[] | undefined;
}

/** Reads a folder from the wire. Throws when the API breaks its own contract. */
export function folderFromWire(body: unknown): Folder {
    const { id, name, description, path } = folderOnWire.parse(body);
    return { folderId: id, name, description: description ?? "", above: path?.filter((one) => one.id !== id) };
}

const itemOnWire = z.object({
    id: z.string(),
    name: z.string(),
    type: z.string().nullish(),
    description: z.string().nullish(),
});

/** What lies in a folder: another folder, or a secret of whatever type. Never a value. */
export interface Item {
    readonly id: string;
    readonly name: string;
    readonly isFolder: boolean;
    readonly description: string;
}

export function itemFromWire(body: unknown): Item {
    const { id, name, type, description } = itemOnWire.parse(body);
    return { id, name, isFolder: type === "folder", description: description ?? "" };
}
