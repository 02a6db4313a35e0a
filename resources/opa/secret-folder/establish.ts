import type { Patience } from "../../lifecycle/wait-until";
import type { OpaConnection } from "../connection";
import type { ProjectKey } from "../project";
import { getFolder } from "./calls";
import { contentsOf, holding } from "./contents";
import { folderNamed } from "./folder-by-name";
import { make } from "./make";
import { placed } from "./placement";
import type { Declared } from "./schema";
import { below, type Place, said } from "./tree";
import type { Item } from "./wire";

/** The declared folder as it exists now, finished or not. */
export interface Established {
    readonly folderId: string;
    /** Where it lies, whatever was declared. */
    readonly parent: Place;
    /** When it was taken over; absent when it was made. */
    readonly adoptedAt?: string;
    /** Why it is not as it should be. */
    readonly trouble?: unknown;
}

/**
 * Finds the declared folder or makes it. One that is exactly the declared one and empty is taken over: a killed run
 * left it. Anything else of that name is an error, because its contents would be handed to whoever is declared here.
 */
export async function establish(
    opa: OpaConnection,
    project: ProjectKey,
    parent: Place,
    declared: Declared,
    patience: Patience,
): Promise<Established> {
    const existing = await folderNamed(opa, project, parent, declared.name);
    if (existing) return takenOver(opa, project, parent, declared, existing);
    const folder = await make(opa, project, parent, declared, patience);
    if (!folder) return foundAfterwards(opa, project, parent, declared);
    return { folderId: folder.folderId, ...(await placed(opa, project, parent, folder)) };
}

async function foundAfterwards(
    opa: OpaConnection,
    project: ProjectKey,
    parent: Place,
    declared: Declared,
): Promise<Established> {
    const existing = await folderNamed(opa, project, parent, declared.name);
    if (existing) return takenOver(opa, project, parent, declared, existing);
    const { path } = below(parent, { id: "", name: declared.name });
    throw new Error(`Secret folder "${path}" was there a moment ago and is gone from ${said(parent)}. Run again.`);
}

async function takenOver(
    opa: OpaConnection,
    project: ProjectKey,
    parent: Place,
    declared: Declared,
    item: Item,
): Promise<Established> {
    const { path } = below(parent, item);
    const key = { ...project, folderId: item.id };
    const contents = await contentsOf(opa, key, path);
    const folder = await getFolder(opa, key);
    if (!folder) {
        throw new Error(
            `Secret folder "${path}" exists already (${item.id}), but this service user may not open it. ` +
                "Give its group the list privilege there by a security policy, or declare another name.",
        );
    }
    const isDeclared = contents.paths.length === 0 && folder.description === declared.description;
    if (!isDeclared && declared.onExisting === "fail") {
        throw new Error(
            `Secret folder "${path}" exists already (${item.id}), ${holding(contents)}, description "${folder.description}". ` +
                'Declare onExisting: "adopt" to take it over with what is in it, or another name. If this stack has it ' +
                "under another resource name, tell that name in the resource option aliases.",
        );
    }
    console.log(`took over the existing secret folder ${path} (${item.id}), ${holding(contents)}`);
    return { folderId: item.id, parent, adoptedAt: new Date().toISOString() };
}
