import assert from "node:assert/strict";

/** What broke an invariant, and how to see it again. */
export class Violations {
    readonly #found: string[] = [];

    note(what: string, thrown: unknown): void {
        this.#found.push(`${what}: ${inWords(thrown)}`);
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
