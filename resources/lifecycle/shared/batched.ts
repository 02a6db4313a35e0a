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
 * One question for many askers: what they ask for at the same moment is asked together, for `atOnce` keys in one request, and so is
 * what comes while an earlier one is under way. So no answer is older than the need for it.
 *
 * @returns The question. What it answers holds what was found of everybody's keys, by key.
 */
export function batched<Connection extends object, Thing>(
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

    return (connection, keys) => {
        if (keys.length === 0) return Promise.resolve(new Map());
        const batches = batchesOf(connection);
        batches.open ??= begun(connection);
        for (const key of keys) batches.open.keys.add(key);
        return batches.open.found;
    };
}
