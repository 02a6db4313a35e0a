import { setImmediate as everyoneHasAsked } from "node:timers/promises";
import { perConnection } from "../lifecycle/per-connection";
import type { OpaConnection } from "./connection";
import { listGroups, type OpaGroup } from "./groups";

/** Ids in one request: about 2,000 characters of query. */
const idsAtOnce = 50;

type Found = ReadonlyMap<string, OpaGroup>;

interface Batch {
    readonly ids: Set<string>;
    readonly found: Promise<Found>;
}

const batchesOf = perConnection((_opa: OpaConnection): { open?: Batch | undefined } => ({}));

/** The live groups with these ids, by id. What many ask for at the same moment becomes one request per 50 ids. */
export function groupsById(opa: OpaConnection, ids: readonly string[]): Promise<Found> {
    if (ids.length === 0) return Promise.resolve(new Map());
    const batches = batchesOf(opa);
    batches.open ??= begun(opa);
    const batch = batches.open;
    for (const id of ids) batch.ids.add(id);
    return batch.found;
}

function begun(opa: OpaConnection): Batch {
    const ids = new Set<string>();
    return { ids, found: everyoneHasAsked().then(() => ask(opa, ids)) };
}

async function ask(opa: OpaConnection, ids: ReadonlySet<string>): Promise<Found> {
    delete batchesOf(opa).open;
    const all = [...ids];
    const parts = Array.from({ length: Math.ceil(all.length / idsAtOnce) }, (_, index) =>
        all.slice(index * idsAtOnce, (index + 1) * idsAtOnce),
    );
    const found = await Promise.all(parts.map((id) => listGroups(opa, { id })));
    return new Map(found.flat().map((group) => [group.id, group]));
}
