import { type Moment, msSince, now } from "../../http/time/clock";
import { perConnection, type Telling } from "./per-connection";

/** Asks one question of a connection. */
type Ask<Connection, Asked extends readonly unknown[], Answer> = (
    connection: Connection,
    ...asked: Asked
) => Promise<Answer>;

/** A question that is answered by an answer of some age at most. */
interface AskShared<Connection, Asked extends readonly unknown[], Answer> extends Ask<Connection, Asked, Answer> {
    /**
     * What `pick` finds in an answer. What it does not find in one that was asked for earlier, it looks for in one that is asked
     * for now: nobody is told that something is missing which was made a moment ago.
     */
    readonly find: <Found>(
        pick: (answer: Answer) => Found | undefined,
        connection: Connection,
        ...asked: Asked
    ) => Promise<Found | undefined>;
}

/** One question that many ask. Called, it is answered by an answer that is as old as its definition allows at most. */
export interface SharedRead<Connection, Asked extends readonly unknown[], Answer>
    extends AskShared<Connection, Asked, Answer> {
    /** The same question, answered by an answer that is at most this many milliseconds old; 0: asked for after the call. */
    readonly within: (freshMs: number) => AskShared<Connection, Asked, Answer>;
    /** To be called after a write: what was asked of this connection before, or is being asked, serves nobody who comes now. */
    readonly renew: (connection: Connection) => void;
    /**
     * To be called after a write that tells what it made of things, instead of `renew`: whoever comes now is served by what was
     * asked before, or is being asked, with this change. An answer that has it already must stay as it is.
     */
    readonly amend: (change: (answer: Answer) => Answer, connection: Connection, ...asked: Asked) => void;
}

interface Asking<Answer> {
    answer: Promise<Answer>;
    readonly askedAt: Moment;
    /** How often the connection's answers had been renewed by then. */
    readonly renewals: number;
    isUnderWay: boolean;
    hasFailed: boolean;
}

/** What is known of one question, asked of one connection with the same each time. */
interface Known<Answer> {
    last?: Asking<Answer>;
    /** What is asked for as soon as the last answer is there. */
    next?: Promise<Answer> | undefined;
}

/**
 * A question that is asked once for all who ask the same at about the same time. An answer that is at most `freshMs` milliseconds
 * old serves everybody; with 0 each is served by an answer that was asked for after it came. Of one question never more than one
 * is under way and one waits. A failure is not kept.
 *
 * It is defined once, away from all askers: `ask` knows nothing but the connection and what it is asked with, and all of that is
 * the key, so nobody gets the answer to another question. Each one stands in the table of resources/lifecycle/README.md.
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
            // Whether the one under way fails is for those to know who wait for it.
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
        // Whether the question fails is for those to know who wait for it.
        last.answer.catch(() => undefined);
    };

    return Object.assign(within(freshMs), { within, renew, amend });
}
