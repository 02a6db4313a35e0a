import { ApiFailure } from "../../../http/failure/api-failure";
import type { OpaConnection } from "../../connection/connect";
import { resourceGroupIdOf } from "../../containers";
import { isOpaId } from "../../declared-text";
import { arrivedGroup } from "../../groups/arrived-group";
import { groupsById } from "../../groups/groups-by-id";
import { everyone, everyoneRefused } from "../declared/principal-schema";
import type { Declared } from "../declared/schema";
import { assignableGroups } from "../wire/assignable-groups";
import type { PinnedGroup } from "./pinned-group";

/** A declared group as OPA knows it; without a name where the service user is not allowed to read groups. */
interface ResolvedGroup {
    readonly id: string;
    readonly name?: string | undefined;
}

/** The ids of what a declaration names. */
export interface Resolved {
    /** Undefined for every resource group. */
    readonly resourceGroupId: string | undefined;
    readonly userGroups: readonly ResolvedGroup[];
}

/** Two connections to OPA: security administration, and resource administration to look resource groups up. */
export interface Connections {
    readonly security: OpaConnection;
    readonly resources: () => OpaConnection;
}

/**
 * Finds what a declaration names, waiting for groups on their way from Okta. Throws when something is not there.
 *
 * @param pinned A group that is known by its id, whatever OPA calls it now.
 */
export async function resolve(connections: Connections, declared: Declared, pinned?: PinnedGroup): Promise<Resolved> {
    const { resourceGroup, principals, waitForGroups } = declared;
    const [resourceGroupId, ...userGroups] = await Promise.all([
        resourceGroup === undefined ? undefined : resourceGroupIdFor(connections, resourceGroup),
        ...principals.userGroups.map(({ id, name = "" }) =>
            id === undefined
                ? groupNow(connections.security, name, waitForGroups, pinned)
                : livingGroup(connections.security, id),
        ),
    ]);
    const groups = userGroups.filter((group) => group !== undefined);
    for (const [index, group] of groups.entries()) {
        if (groups.findIndex(({ id }) => id === group.id) === index) continue;
        throw new Error(`principals: group "${group.name}" (${group.id}) is declared by name and by id. Remove one.`);
    }
    return { resourceGroupId, userGroups: groups };
}

/** A group declared by name; one that is pinned is that of its id, as long as OPA has it. */
async function groupNow(
    opa: OpaConnection,
    name: string,
    waitForGroups: number,
    pinned: PinnedGroup | undefined,
): Promise<ResolvedGroup> {
    const known = pinned?.name === name ? (await groupsById(opa, [pinned.id])).get(pinned.id) : undefined;
    return known ?? arrivedGroup(opa, name, waitForGroups);
}

/**
 * The id of a resource group given by id or exact name: among those that the caller is allowed to assign policies to, else
 * among those that resource administration sees. Which roles may list them is not confirmed
 * (docs/contracts/opa-api.md 5.1).
 */
async function resourceGroupIdFor({ security, resources }: Connections, idOrName: string): Promise<string> {
    if (isOpaId(idOrName)) return idOrName;
    const id = await unlessForbidden(() =>
        assignableGroups.find((groups) => {
            const [found, another] = groups.filter(({ name }) => name === idOrName);
            return another ? undefined : found?.id;
        }, security),
    );
    return id ?? resourceGroupIdOf(resources(), idOrName);
}

/** A group declared by id. Where the service user is not allowed to read groups, it is left to OPA to refuse the id. */
async function livingGroup(opa: OpaConnection, id: string): Promise<ResolvedGroup> {
    const group = await unlessForbidden(async () => (await groupsById(opa, [id])).get(id) ?? null);
    if (group === undefined) return { id };
    if (group === null) {
        throw new Error(
            `OPA has no group with the id ${id}, or no longer has it. Declare another, preferably by its name.`,
        );
    }
    if (group.name === everyone) throw new Error(`principals: ${id} is "${everyone}": ${everyoneRefused}`);
    return { id: group.id, name: group.name };
}

/** Undefined where the service user is not allowed to ask. */
export async function unlessForbidden<T>(ask: () => Promise<T>): Promise<T | undefined> {
    try {
        return await ask();
    } catch (failure) {
        if (failure instanceof ApiFailure && failure.kind === "forbidden") return undefined;
        throw failure;
    }
}
