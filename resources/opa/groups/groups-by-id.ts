import { batchedRead } from "../../lifecycle/shared/batched-read";
import type { OpaConnection } from "../connection/connect";
import { listGroups } from "./groups";

/** Ids in one request: about 2,000 characters of query. */
const idsAtOnce = 50;

/** The live groups with these ids, by id. What many ask for at the same moment becomes one request per 50 ids. */
export const groupsById = batchedRead(idsAtOnce, async (opa: OpaConnection, id) => {
    const groups = await listGroups(opa, { id });
    return new Map(groups.map((group) => [group.id, group]));
});
