import type { Properties } from "../../../lifecycle/declared/plain";
import type { OpaConnection } from "../../connection/connect";
import { groupNamed, type OpaGroup } from "../../groups/groups";
import { groupsByIdLately } from "../../groups/groups-by-id";
import { type DeclaredGroup, sortedGroups } from "../declared/principal-schema";
import type { NamedObject, WirePolicy } from "../wire/wire";
import { declaredGroups, pinnedGroup } from "./pinned-group";
import { unlessForbidden } from "./resolve";

/** The groups of a live policy. */
export interface GroupsAsDeclared {
    /** Those that exist, as one would declare them: by name, or by id where that was declared. */
    readonly groups: readonly DeclaredGroup[];
    /** Those that a policy still references although OPA no longer has them; they grant nobody access. */
    readonly gone: readonly NamedObject[];
    /** Those that exist, by id. */
    readonly seen: ReadonlyMap<string, OpaGroup>;
}

/**
 * Looks every group up: the flag `missing` in a policy may mean one thing or its opposite, or be left out
 * (docs/contracts/opa-api.md 3.2). A group that was deleted and pushed again has a new id, so the policy has lost it.
 */
export async function groupsAsDeclared(
    opa: OpaConnection,
    live: WirePolicy,
    earlier: Properties,
): Promise<GroupsAsDeclared> {
    const all = [...new Map((live.principals?.user_groups ?? []).map((one) => [one.id, one])).values()];
    const declared = declaredGroups(earlier);
    const pinned = pinnedGroup(earlier);
    const ids = all.map(({ id }) => id);
    // A name cannot be compared without reading the groups: then a refusal ends the run and names the missing right.
    const isByName = declared.some(({ name }) => name !== undefined);
    const look = () => groupsByIdLately(opa, ids);
    const readable = await (isByName ? look() : unlessForbidden(look));
    if (!readable) return { groups: sortedGroups(all.map(({ id }) => ({ id }))), gone: [], seen: new Map() };
    const seen = new Map(readable);
    for (const { id, name } of all) {
        if (seen.has(id) || !name) continue;
        const group = await groupNamed(opa, name);
        if (group?.id === id) seen.set(id, group);
    }
    const groups = all.flatMap(({ id }): DeclaredGroup[] => {
        const group = seen.get(id);
        if (!group) return [];
        if (declared.some((one) => one.id === id)) return [{ id }];
        return [{ name: pinned?.id === id ? pinned.name : group.name }];
    });
    return { groups: sortedGroups(groups), gone: all.filter(({ id }) => !seen.has(id)), seen };
}
