import { setImmediate as everyoneHasAsked } from "node:timers/promises";
import { perConnection } from "./per-connection";

type Found<Thing> = ReadonlyMap<string, Thing>;

interface Batches<Thing> {
    open?: Batch<Thing> | undefined;
    underWay: Promise<unknown>;
}

interface Batch<Thing> {
    readonly keys: Set<string>;
    readonly found: Promise<Found<Thing>>;
}

/**
 * A question about one thing of many: what all ask for at the same moment is asked together, for `atOnce` keys in one request, and so
 * is what comes while an earlier one is under way. Nothing is kept, so no answer is older than the need for it.
 *
 * @param ask Resolves with what there is, by the keys as they were asked for.
 * @returns The question. What it answers holds the asker's own keys only.
 */
export function batchedRead<Connection extends object, Thing>(
    atOnce: number,
    ask: (connection: Connection, keys: readonly string[]) => Promise<Found<Thing>>,
): (connection: Connection, keys: readonly string[]) => Promise<Found<Thing>> {
    const batchesOf = perConnection((_connection: Connection): Batches<Thing> => ({ underWay: Promise.resolve() }));

    function begun(connection: Connection): Batch<Thing> {
        const keys = new Set<string>();
        const batches = batchesOf(connection);
        const found = batches.underWay.then(() => everyoneHasAsked()).then(() => askedFor(connection, [...keys]));
        // Whether it fails is for those to know who wait for it.
        batches.underWay = found.catch(() => undefined);
        return { keys, found };
    }

    async function askedFor(connection: Connection, keys: readonly string[]): Promise<Found<Thing>> {
        delete batchesOf(connection).open;
        const parts = Array.from({ length: Math.ceil(keys.length / atOnce) }, (_, index) =>
            keys.slice(index * atOnce, (index + 1) * atOnce),
        );
        const found = await Promise.all(parts.map((part) => ask(connection, part)));
        return new Map(found.flatMap((part) => [...part]));
    }

    return async (connection, keys) => {
        if (keys.length === 0) return new Map();
        const batches = batchesOf(connection);
        batches.open ??= begun(connection);
        const batch = batches.open;
        for (const key of keys) batch.keys.add(key);
        const found = await batch.found;
        return new Map([...found].filter(([key]) => keys.includes(key)));
    };
}
