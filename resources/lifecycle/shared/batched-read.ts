import { setImmediate as everyoneHasAsked } from "node:timers/promises";
import { ApiFailure } from "../../http/failure/api-failure";
import { perConnection } from "./per-connection";

type Found<Thing> = ReadonlyMap<string, Thing>;

/** What a request for some keys came to: what there is, and why nothing is known of others. */
interface Outcome<Thing> {
    readonly found: Found<Thing>;
    readonly failures: ReadonlyMap<string, unknown>;
}

interface Batches<Thing> {
    open?: Batch<Thing> | undefined;
    underWay: Promise<unknown>;
}

interface Batch<Thing> {
    readonly keys: Set<string>;
    readonly outcome: Promise<Outcome<Thing>>;
}

/**
 * Milliseconds that a newcomer waits for an earlier request to end. After that, its keys are asked for in a request of their own.
 */
const patienceMs = 500;

/** Characters of a query, encoded: half of the 8,192 bytes that common proxies take of a request's first line. */
const queryCharacters = 4000;

/**
 * Divides keys into requests: as many in each as fit into one query. `wordsOf` is the query for one key; they are joined with
 * `or`.
 */
export function inOneQuery(wordsOf: (key: string) => string): (keys: readonly string[]) => readonly string[][] {
    return (keys) => {
        const parts: string[][] = [];
        let left = 0;
        for (const key of keys) {
            const { length } = encodeURIComponent(` or ${wordsOf(key)}`);
            left -= length;
            if (left < 0 || parts.length === 0) {
                parts.push([]);
                left = queryCharacters - length;
            }
            parts.at(-1)?.push(key);
        }
        return parts;
    };
}

/**
 * Reads single things in batches: all keys that are asked for at the same moment go into one request, at most `atOnce` of them.
 * So do keys that come while an earlier request is under way, unless that takes long. Nothing is cached, so no answer is older
 * than its question. When the service refuses a request for many keys, each half is asked for separately, so that only those fail
 * who asked for the culprit.
 *
 * @param atOnce How many keys go into one request, or how to divide them.
 * @param ask Resolves with what there is, by the keys as they were asked for.
 * @returns The question. Each asker gets the answer for its own keys only.
 */
export function batchedRead<Connection extends object, Thing>(
    atOnce: number | ((keys: readonly string[]) => readonly (readonly string[])[]),
    ask: (connection: Connection, keys: readonly string[]) => Promise<Found<Thing>>,
): (connection: Connection, keys: readonly string[]) => Promise<Found<Thing>> {
    const batchesOf = perConnection((_connection: Connection): Batches<Thing> => ({ underWay: Promise.resolve() }));

    function begun(connection: Connection): Batch<Thing> {
        const keys = new Set<string>();
        const batches = batchesOf(connection);
        const outcome = overOrLong(batches.underWay)
            .then(() => everyoneHasAsked())
            .then(() => askedFor(connection, [...keys]));
        batches.underWay = outcome;
        return { keys, outcome };
    }

    async function askedFor(connection: Connection, keys: readonly string[]): Promise<Outcome<Thing>> {
        delete batchesOf(connection).open;
        const parts = typeof atOnce === "number" ? ofSize(atOnce, keys) : atOnce(keys);
        return joined(await Promise.all(parts.map((part) => together(connection, part))));
    }

    async function together(connection: Connection, keys: readonly string[]): Promise<Outcome<Thing>> {
        try {
            return { found: await ask(connection, keys), failures: new Map() };
        } catch (failure) {
            if (keys.length > 1 && isRefused(failure)) {
                const half = Math.ceil(keys.length / 2);
                return joined(await Promise.all(ofSize(half, keys).map((part) => together(connection, part))));
            }
            return { found: new Map(), failures: new Map(keys.map((key) => [key, failure])) };
        }
    }

    return async (connection, keys) => {
        if (keys.length === 0) return new Map();
        const batches = batchesOf(connection);
        batches.open ??= begun(connection);
        const batch = batches.open;
        for (const key of keys) batch.keys.add(key);
        const { found, failures } = await batch.outcome;
        for (const key of keys) if (failures.has(key)) throw failures.get(key);
        return new Map(
            keys.flatMap((key): [string, Thing][] => (found.has(key) ? [[key, found.get(key) as Thing]] : [])),
        );
    };
}

const ofSize = (size: number, keys: readonly string[]): readonly (readonly string[])[] =>
    Array.from({ length: Math.ceil(keys.length / size) }, (_, index) => keys.slice(index * size, (index + 1) * size));

const isRefused = (failure: unknown): boolean => failure instanceof ApiFailure && failure.kind === "rejected";

function joined<Thing>(outcomes: readonly Outcome<Thing>[]): Outcome<Thing> {
    return {
        found: new Map(outcomes.flatMap(({ found }) => [...found])),
        failures: new Map(outcomes.flatMap(({ failures }) => [...failures])),
    };
}

/** Resolves when it is over, or takes long. */
function overOrLong(underWay: Promise<unknown>): Promise<void> {
    return new Promise((resolve) => {
        const patience = setTimeout(resolve, patienceMs);
        void underWay.then(() => {
            clearTimeout(patience);
            resolve();
        });
    });
}
