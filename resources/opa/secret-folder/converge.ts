import { ApiFailure } from "../../http/api-failure";
import type { OpaConnection } from "../connection";
import { getFolder, updateFolder } from "./calls";
import { whatIsInTheWay } from "./folder-by-name";
import { isGone } from "./gone";
import { privilegeMissing } from "./missing-right";
import type { Declared, FolderKey } from "./schema";
import { type Place, placeAbove } from "./tree";
import type { Folder } from "./wire";

/** What state remembers of a folder. */
export interface Remembered {
    /** What messages call it. */
    readonly name: string;
    /** The folders above it, root first, as far as known. */
    readonly known: readonly string[] | undefined;
}

/** Sends what differs, and nothing when nothing does. Tells where the folder lies now. */
export async function converge(
    opa: OpaConnection,
    key: FolderKey,
    declared: Declared,
    { name, known }: Remembered,
): Promise<Place> {
    const folder = await opened(opa, key, { name, known });
    const parent = await placeAbove(opa, key, folder, known);
    if (isAsDeclared(folder, declared)) return parent;
    // Whether null clears a description, an empty text, or both is unconfirmed.
    for (const description of declared.description ? [declared.description] : [null, ""]) {
        await change(opa, key, name, { name: declared.name, description }, parent);
        if (isAsDeclared(await opened(opa, key, { name, known }), declared)) return parent;
    }
    throw new Error(
        `OPA took the change of secret folder ${name} but did not make it: it is not called "${declared.name}" ` +
            `with description "${declared.description}". Change it in the OPA console, then run the same command again.`,
    );
}

async function opened(opa: OpaConnection, key: FolderKey, { name, known }: Remembered): Promise<Folder> {
    const folder = await getFolder(opa, key);
    if (folder) return folder;
    if (await isGone(opa, key, name, known)) {
        throw new Error(`Secret folder ${name} is gone. Run pulumi refresh, then pulumi up makes it anew.`);
    }
    throw new Error(privilegeMissing(name, "open", "list"));
}

async function change(
    opa: OpaConnection,
    key: FolderKey,
    name: string,
    wanted: { readonly name: string; readonly description: string | null },
    parent: Place,
): Promise<void> {
    try {
        await updateFolder(opa, key, wanted);
    } catch (failure) {
        if (!(failure instanceof ApiFailure)) throw failure;
        // It was opened a moment ago, so what 404 says is that it may not be changed.
        if (failure.kind === "not-found") throw new Error(privilegeMissing(name, "change", "folder_update"));
        if (failure.kind !== "conflict") throw failure;
        throw new Error(await whatIsInTheWay(opa, key, parent, wanted.name, failure));
    }
}

const isAsDeclared = (folder: Folder, declared: Declared): boolean =>
    folder.name === declared.name && folder.description === declared.description;
