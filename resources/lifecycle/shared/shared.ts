import { perConnection } from "./per-connection";

interface Answer {
    readonly askedAtMs: number;
    readonly value: Promise<unknown>;
}

const answers = perConnection((_connection: object) => new Map<string, Answer>());

/**
 * One question for many askers: within `freshMs` milliseconds the same answer serves everyone who asks it of the same
 * connection. A failed one is not kept.
 */
export function shared<T>(connection: object, question: string, freshMs: number, ask: () => Promise<T>): Promise<T> {
    const known = answers(connection);
    const last = known.get(question);
    if (last && Date.now() - last.askedAtMs < freshMs) return last.value as Promise<T>;
    const value = ask();
    known.set(question, { askedAtMs: Date.now(), value });
    value.catch(() => {
        if (known.get(question)?.value === value) known.delete(question);
    });
    return value;
}

/** Lets the question be asked anew: what was answered is no longer so. An answer under way is not kept either. */
export function forget(connection: object, question: string): void {
    answers(connection).delete(question);
}
