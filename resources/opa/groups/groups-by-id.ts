import { batchedRead } from "../../lifecycle/shared/batched-read";
import type { OpaConnection } from "../connection/connect";
import { allGroups, groupOrAll, listGroups, type OpaGroup } from "./groups";

/** Ids in one request: about 2,000 characters of query. */
const idsAtOnce = 50;

/** The live groups with these ids, by id. What many ask for at the same moment becomes one request per 50 ids. */
export const groupsById = batchedRead(idsAtOnce, async (opa: OpaConnection, id) => {
    const groups = await listGroups(opa, { id });
    return new Map(groups.map((group) => [group.id, group]));
});

/** Milliseconds for which one list of all groups serves everybody who only looks. */
const freshMs = 5000;

/**
 * The same, as they are or were some seconds ago: for a refresh, where hundreds ask one after another. A group that the shared
 * list lacks is asked for by its id.
 */
export async function groupsByIdLately(
    opa: OpaConnection,
    ids: readonly string[],
): Promise<ReadonlyMap<string, OpaGroup>> {
    if (ids.length === 0 || !groupOrAll.isAllCheaperLately(opa, freshMs)) return groupsById(opa, ids);
    const all = await allGroups.within(freshMs)(opa);
    const listed = all.filter(({ id }) => ids.includes(id));
    const others = ids.filter((id) => !listed.some((group) => group.id === id));
    return new Map([...listed.map((group) => [group.id, group] as const), ...(await groupsById(opa, others))]);
}
