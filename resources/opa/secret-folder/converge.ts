import { ApiFailure } from "../../http/api-failure";
import { getFolder, updateFolder } from "./calls";
import { whatIsInTheWay } from "./folder-by-name";
import { isGone } from "./gone";
import { privilegeMissing } from "./missing-right";
import type { Declared } from "./schema";
import type { Remembered } from "./state";
import { type Place, placeAbove } from "./tree";
import type { Folder } from "./wire";

/** Sends what differs, and nothing when nothing does. Resolves with the place where the folder is now. */
export async function converge(folder: Remembered, declared: Declared): Promise<Place> {
    const live = await opened(folder);
    const parent = await placeAbove(folder, live);
    if (isAsDeclared(live, declared)) return parent;
    // Whether null clears a description, an empty text, or both is unconfirmed.
    for (const description of declared.description ? [declared.description] : [null, ""]) {
        await change(folder, { name: declared.name, description }, parent);
        if (isAsDeclared(await opened(folder), declared)) return parent;
    }
    throw new Error(
        `OPA accepted the change to secret folder ${folder.name} but did not apply it: it does not have the name ` +
            `"${declared.name}" and the description "${declared.description}". Change it in the OPA console, then run the same command again.`,
    );
}

async function opened(folder: Remembered): Promise<Folder> {
    const { opa, key, name } = folder;
    const live = await getFolder(opa, key);
    if (live) return live;
    if (await isGone(folder)) {
        throw new Error(`Secret folder ${name} is gone. Run \`pulumi refresh\`, then \`pulumi up\` to re-create it.`);
    }
    throw new Error(privilegeMissing(name, "open", "list"));
}

async function change(
    { opa, key, name }: Remembered,
    wanted: { readonly name: string; readonly description: string | null },
    parent: Place,
): Promise<void> {
    try {
        await updateFolder(opa, key, wanted);
    } catch (failure) {
        if (!(failure instanceof ApiFailure)) throw failure;
        // It was opened a moment ago, so 404 means that changing it is not allowed.
        if (failure.kind === "not-found") throw new Error(privilegeMissing(name, "change", "folder_update"));
        if (failure.kind !== "conflict") throw failure;
        throw new Error(await whatIsInTheWay(parent, wanted.name, failure));
    }
}

const isAsDeclared = (folder: Folder, declared: Declared): boolean =>
    folder.name === declared.name && folder.description === declared.description;
