import type { Patience } from "../../lifecycle/wait-until";
import { getFolder } from "./calls";
import { contentsOf, counts } from "./contents";
import { folderNamed } from "./folder-by-name";
import { make } from "./make";
import { placed } from "./placement";
import type { Declared } from "./schema";
import { below, type Place, said } from "./tree";

/** The declared folder as it exists now, finished or not. */
export interface Established {
    readonly folderId: string;
    /** Where it is, whatever was declared. */
    readonly parent: Place;
    /** When it was adopted; absent when it was created. */
    readonly adoptedAt?: string;
    /** Why it is not as it should be. */
    readonly trouble?: unknown;
}

/**
 * Finds the declared folder or creates it. One that is exactly as declared and empty is adopted: an interrupted run left it.
 * Any other one of that name is an error unless adoption is declared: its contents would become available to others.
 */
export async function establish(parent: Place, declared: Declared, patience: Patience): Promise<Established> {
    const existing = await takenOver(parent, declared);
    if (existing) return existing;
    const folder = await make(parent, declared, patience);
    if (folder) return { folderId: folder.folderId, ...(await placed(parent, folder)) };
    const madeMeanwhile = await takenOver(parent, declared);
    if (madeMeanwhile) return madeMeanwhile;
    const { path } = below(parent, { id: "", name: declared.name });
    throw new Error(
        `Secret folder "${path}" existed a moment ago and is gone from ${said(parent)}. Run the same command again.`,
    );
}

/** Undefined when there is no folder of the declared name. */
async function takenOver(parent: Place, declared: Declared): Promise<Established | undefined> {
    const item = await folderNamed(parent, declared.name);
    if (!item) return undefined;
    const place = below(parent, item);
    const { path } = place;
    const { opa, key: project } = parent.project;
    const key = { ...project, folderId: item.id };
    const contents = await contentsOf(place);
    const folder = await getFolder(opa, key);
    if (!folder) {
        throw new Error(
            `Secret folder "${path}" already exists (${item.id}), but this service user is not allowed to open it. ` +
                "Give its group the privilege list there by a security policy, or declare another name.",
        );
    }
    const isDeclared = contents.paths.length === 0 && folder.description === declared.description;
    if (!isDeclared && declared.onExisting === "fail") {
        throw new Error(
            `Secret folder "${path}" already exists (${item.id}), contains ${counts(contents)}, and has the description "${folder.description}". ` +
                'Declare onExisting: "adopt" to adopt it with its contents, or declare another name. If this stack manages it ' +
                "under another resource name, list that name in the resource option aliases.",
        );
    }
    console.log(`Adopted the existing secret folder ${path} (${item.id}), which contains ${counts(contents)}.`);
    return { folderId: item.id, parent, adoptedAt: new Date().toISOString() };
}
