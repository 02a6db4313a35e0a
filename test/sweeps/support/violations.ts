import assert from "node:assert/strict";
import { known } from "../known";

const isKnown = (words: string) => Object.values(known).some((one) => one.test(words));

/** Plays, and lets pass what breaks an invariant and is known. */
export async function unlessKnown(play: () => Promise<void>): Promise<void> {
    await play().catch((failure: unknown) => {
        if (!isKnown(inWords(failure))) throw failure;
    });
}

/** What broke an invariant and is not known yet, and how to see it again. */
export class Violations {
    readonly #found: string[] = [];

    note(what: string, thrown: unknown): void {
        const words = inWords(thrown);
        if (!isKnown(words)) this.#found.push(`${what}: ${words}`);
    }

    /** Throws when there are any. */
    assertNone(): void {
        const shown = this.#found.slice(0, 5).join("\n\n");
        assert.equal(this.#found.length, 0, `${this.#found.length} violations, the first of them:\n${shown}`);
    }
}

/** What was thrown, with what led to it. */
function inWords(thrown: unknown): string {
    if (!(thrown instanceof Error)) return String(thrown);
    return thrown.cause === undefined ? thrown.message : `${thrown.message}: ${inWords(thrown.cause)}`;
}
