import { z } from "zod";
import type { Mistake } from "../../../lifecycle/declared/mistake";
import { existingIdKey, ownerKey, type Properties } from "../../../lifecycle/declared/plain";
import { holdsUnknown } from "../../../lifecycle/declared/unknown";
import type { ProjectKey } from "../../containers";
import { describing, idOrName, isOpaId, opaIdOrPath } from "../../declared-text";

/** What OPA accepts as a folder's name (docs/contracts/opa-api.md 2.2). */
export const folderName = z
    .string({ error: "is not a folder name. Give it as a string." })
    .min(1, "is empty. Give a name.")
    .max(255, "is longer than 255 characters.")
    // An empty name is refused above.
    .regex(/^[A-Za-z0-9_.-]*$/, 'is not a folder name. Use only letters, digits, "-", "_" and ".", no spaces.')
    .refine((name) => name !== "." && name !== "..", "is not a folder name.");

/** A path as people write it, "teams/payments", without a slash at either end. */
export const folderPath = z
    .string({ error: "is not a folder path. Give it as a string, e.g. teams/payments." })
    .transform((path) => path.replace(/^\/+|\/+$/g, ""))
    .pipe(
        z
            .string()
            .refine(
                (path) => path.split("/").every((part) => folderName.safeParse(part).success),
                'is not a folder path. Join folder names with "/", e.g. teams/payments.',
            ),
    );

/** The declared shape, with its defaults. Each field is explained on `OpaSecretFolderArgs`. */
export const declaredSchema = z.object({
    resourceGroup: idOrName,
    project: idOrName,
    parentFolder: folderPath.optional(),
    name: folderName,
    description: describing.default(""),
    createParents: z.boolean({ error: "use true or false." }).default(false),
    onExisting: z.enum(["fail", "adopt"], { error: 'use "fail" or "adopt".' }).default("fail"),
    onDelete: z
        .enum(["if-created", "delete", "retain"], { error: 'use "if-created", "delete" or "retain".' })
        .default("if-created"),
    deleteContents: folderPath.optional(),
    allowReplacement: z.boolean({ error: "use true or false." }).default(false),
    [ownerKey]: z.string().optional(),
    [existingIdKey]: opaIdOrPath.optional(),
});

/** A checked declaration. */
export type Declared = z.infer<typeof declaredSchema>;

/** `deleteContents` must be the folder's own path, or it would never take effect: refused before anything is applied. */
export function pathMistakes({ name, parentFolder, deleteContents }: Properties): readonly Mistake[] {
    if (typeof deleteContents !== "string" || [name, parentFolder, deleteContents].some(holdsUnknown)) return [];
    const isBelowId = typeof parentFolder === "string" && folderIdIn(parentFolder) !== undefined;
    const own = isBelowId ? `…/${name}` : [parentFolder, name].filter(Boolean).join("/");
    const isOwn = isBelowId ? deleteContents.split("/").at(-1) === name : deleteContents === own;
    if (isOwn) return [];
    const reason = `"${deleteContents}": is not this folder's own full path. Write "${own}", or leave it out.`;
    return [{ property: "deleteContents", reason }];
}

/** The id in an id of a folder, or in its resource id `{resourceGroupId}/{projectId}/{folderId}`; undefined for a path. */
export function folderIdIn(pathOrId: string): string | undefined {
    const parts = pathOrId.split("/");
    return (parts.length === 1 || parts.length === 3) && parts.every(isOpaId) ? parts.at(-1) : undefined;
}

/** The three ids that locate a folder. */
export interface FolderKey extends ProjectKey {
    readonly folderId: string;
}

/** The resource id of a folder. */
export const idOf = ({ resourceGroupId, projectId, folderId }: FolderKey): string =>
    `${resourceGroupId}/${projectId}/${folderId}`;

/** The ids in a resource id. Throws when it is not one. */
export function keyOf(id: string): FolderKey {
    const [resourceGroupId, projectId, folderId, ...more] = id.split("/");
    if (!resourceGroupId || !projectId || !folderId || more.length > 0) {
        throw new Error(`"${id}" is not the id of a secret folder. Write {resourceGroupId}/{projectId}/{folderId}.`);
    }
    return { resourceGroupId, projectId, folderId };
}
