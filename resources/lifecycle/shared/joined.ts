import { perConnection } from "./per-connection";

interface Asking {
    readonly running: Promise<unknown>;
    next?: Promise<unknown>;
}

const questions = perConnection((_connection: object) => new Map<string, Asking>());

/**
 * One question for many askers, each served by an answer that was asked for after it came: who comes while the question
 * is being asked shares the next asking with all others that do. So an answer is never older than the need for it, and
 * never more than one is under way and one waits.
 */
export function joined<T>(connection: object, question: string, ask: () => Promise<T>): Promise<T> {
    const asked = questions(connection);
    const asking = asked.get(question);
    if (!asking) return begin(asked, question, ask);
    // Whether the one under way fails is for those to know who wait for it.
    asking.next ??= asking.running.catch(() => undefined).then(() => begin(asked, question, ask));
    return asking.next as Promise<T>;
}

function begin<T>(asked: Map<string, Asking>, question: string, ask: () => Promise<T>): Promise<T> {
    const running = ask();
    const asking: Asking = { running };
    asked.set(question, asking);
    const done = () => {
        if (!asking.next) asked.delete(question);
    };
    running.then(done, done);
    return running;
}

/** What a question may be asked with: texts, numbers and what is made of them. */
type Telling = string | number | boolean | undefined | readonly Telling[] | { readonly [key: string]: Telling };

/**
 * The same for a question that is defined once, away from all askers: it knows nothing but the connection and what it is asked
 * with, so nobody gets the answer to another question.
 */
export function joining<Connection extends object, Asked extends readonly Telling[], T>(
    ask: (connection: Connection, ...asked: Asked) => Promise<T>,
): (connection: Connection, ...asked: Asked) => Promise<T> {
    // No other question has the same key here.
    const askers = perConnection((_connection: Connection) => ({}));
    return (connection, ...asked) => joined(askers(connection), JSON.stringify(asked), () => ask(connection, ...asked));
}
