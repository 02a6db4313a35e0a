import { type Moment, msSince, now } from "../../http/time/clock";
import { perConnection, type Telling } from "./per-connection";

/** Asks one question of a connection. */
type Ask<Connection, Asked extends readonly unknown[], Answer> = (
    connection: Connection,
    ...asked: Asked
) => Promise<Answer>;

/** A question whose answer may be cached for some time at most. */
interface AskShared<Connection, Asked extends readonly unknown[], Answer> extends Ask<Connection, Asked, Answer> {
    /**
     * What `pick` finds in the answer. When a cached answer does not have it, the service is asked anew: nobody is told that
     * something is missing that was made a moment ago.
     */
    readonly find: <Found>(
        pick: (answer: Answer) => Found | undefined,
        connection: Connection,
        ...asked: Asked
    ) => Promise<Found | undefined>;
}

/** One question that many ask. A call returns an answer no older than the question's definition allows. */
export interface SharedRead<Connection, Asked extends readonly unknown[], Answer>
    extends AskShared<Connection, Asked, Answer> {
    /**
     * The same question with an answer that is at most this many milliseconds old; 0 means one that was asked for after the call.
     */
    readonly within: (freshMs: number) => AskShared<Connection, Asked, Answer>;
    /**
     * Call this after a write. It drops the connection's cached answers, and an answer under way serves nobody who asks from now
     * on.
     */
    readonly renew: (connection: Connection) => void;
    /**
     * Call this instead of `renew` after a write that tells what it changed: whoever asks from now on gets the cached answer, or
     * the one under way, with this change made to it. `change` must leave an answer as it is that has the change already.
     */
    readonly amend: (change: (answer: Answer) => Answer, connection: Connection, ...asked: Asked) => void;
}

interface Asking<Answer> {
    answer: Promise<Answer>;
    readonly askedAt: Moment;
    /** How often the connection had been renewed when this was asked. */
    readonly renewals: number;
    isUnderWay: boolean;
    hasFailed: boolean;
}

/** The answers to one question, for one connection and one set of arguments. */
interface Known<Answer> {
    last?: Asking<Answer>;
    /** The request that starts as soon as the last one has ended. */
    next?: Promise<Answer> | undefined;
}

/**
 * A cache with single flight: one request answers all who ask the same at about the same time. An answer that is at most
 * `freshMs` milliseconds old serves everybody; with 0, everybody gets an answer that was asked for after their call. At most one
 * request for a question is under way, and one waits. A failure is not cached.
 *
 * Define it once, at the top of a file: `ask` sees nothing but the connection and the arguments, and together they are the key,
 * so nobody gets the answer to another question. Each one stands in the table of resources/lifecycle/README.md.
 */
export function sharedRead<Connection extends object, Asked extends readonly Telling[], Answer>(
    freshMs: number,
    ask: Ask<Connection, Asked, Answer>,
): SharedRead<Connection, Asked, Answer> {
    const knownOf = perConnection((_connection: Connection, ..._asked: Asked): Known<Answer> => ({}));
    const renewalsOf = perConnection((_connection: Connection) => ({ count: 0 }));

    function begin(known: Known<Answer>, connection: Connection, asked: Asked): Promise<Answer> {
        const answer = (async () => ask(connection, ...asked))();
        const renewals = renewalsOf(connection).count;
        const asking: Asking<Answer> = { answer, askedAt: now(), renewals, isUnderWay: true, hasFailed: false };
        const end = (hasFailed: boolean) => Object.assign(asking, { isUnderWay: false, hasFailed });
        answer.then(
            () => end(false),
            () => end(true),
        );
        known.last = asking;
        known.next = undefined;
        return answer;
    }

    const askWithin =
        (atMostMs: number): Ask<Connection, Asked, Answer> =>
        (connection, ...asked) => {
            const known = knownOf(connection, ...asked);
            const { last, next } = known;
            const isKept = last && !last.hasFailed && last.renewals === renewalsOf(connection).count;
            if (isKept && msSince(last.askedAt) < atMostMs) return last.answer;
            if (next) return next;
            if (!last?.isUnderWay) return begin(known, connection, asked);
            // Those who wait for the request under way are told when it fails.
            known.next = last.answer.catch(() => undefined).then(() => begin(known, connection, asked));
            return known.next;
        };

    const askNow = askWithin(0);

    function within(atMostMs: number): AskShared<Connection, Asked, Answer> {
        const asking = askWithin(atMostMs);
        const find: SharedRead<Connection, Asked, Answer>["find"] = async (pick, connection, ...asked) => {
            const earlier = knownOf(connection, ...asked).last?.answer;
            const answer = asking(connection, ...asked);
            const found = pick(await answer);
            if (found !== undefined || answer !== earlier) return found;
            return pick(await askNow(connection, ...asked));
        };
        return Object.assign(asking, { find });
    }

    const renew = (connection: Connection) => {
        renewalsOf(connection).count += 1;
    };

    const amend: SharedRead<Connection, Asked, Answer>["amend"] = (change, connection, ...asked) => {
        const { last } = knownOf(connection, ...asked);
        if (!last) return;
        last.answer = last.answer.then(change);
        // Those who wait for it are told when it fails.
        last.answer.catch(() => undefined);
    };

    return Object.assign(within(freshMs), { within, renew, amend });
}
