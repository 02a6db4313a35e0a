import type { Secret, SecretFolder } from "../store/opa-records";
import { type OpaContext, timeOf } from "./context";

type Item = SecretFolder | Secret;

/**
 * A folder as create, get and update show it: without parent and project. Whether it has a path is not known
 * (docs/contracts/opa-api.md 2.2).
 */
export function folderOnWire(context: OpaContext, folder: SecretFolder): Record<string, unknown> {
    const { folderPath } = context.world.settings;
    const parents = parentsOf(context, folder);
    const shown = {
        parents: { path: parents },
        "with-self": { path: [...parents, { id: folder.id, name: folder.name }] },
        empty: { path: [] },
        absent: {},
    };
    return { ...detailsOf(context, folder), ...shown[folderPath] };
}

/** A secret as its calls show it, never with a value. */
export function secretOnWire(context: OpaContext, secret: Secret): Record<string, unknown> {
    return { ...detailsOf(context, secret), path: parentsOf(context, secret) };
}

/**
 * A folder or secret as lists show it. The path, if any, names the parents, root first (docs/contracts/opa-api.md 2.2).
 */
export function itemOnWire(context: OpaContext, item: Item): Record<string, unknown> {
    const { store, settings } = context.world;
    const named = (id: string, type: string, name: string | undefined) => ({ id, name: name ?? "", type });
    return {
        id: item.id,
        name: item.name,
        type: store.folders.has(item.id) ? "folder" : settings.secretType,
        ...(settings.listItemDescription === "stated" ? { description: descriptionOf(context, item) } : {}),
        resource_group: named(
            item.resourceGroupId,
            "resource_group",
            store.resourceGroups.get(item.resourceGroupId)?.name,
        ),
        project: named(item.projectId, "project", store.projects.get(item.projectId)?.name),
        ...(settings.listItemPath === "parents" ? { path: parentsOf(context, item) } : {}),
    };
}

/** The parent folders, root first. */
export function parentsOf({ world }: OpaContext, item: Item): { id: string; name: string }[] {
    const line = item.parentId ? world.store.lineOf(item.parentId) : [];
    return line.reverse().map(({ id, name }) => ({ id, name }));
}

function detailsOf(context: OpaContext, item: Item) {
    return {
        id: item.id,
        name: item.name,
        description: descriptionOf(context, item),
        created_at: timeOf(item.createdMs),
        created_by: item.createdBy,
        updated_at: timeOf(item.updatedMs),
        updated_by: item.updatedBy,
    };
}

function descriptionOf({ world }: OpaContext, { description }: Item): string | null {
    return description === null || description === "" ? world.settings.clearedDescription : description;
}
