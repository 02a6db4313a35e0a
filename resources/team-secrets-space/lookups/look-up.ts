import { ApiFailure } from "../../http/failure/api-failure";
import type { Mistake } from "../../lifecycle/declared/mistake";
import { messageOf } from "../../lifecycle/run/unfinished";
import type { Looked, ToCome } from "./members";

/** Looks things up, and keeps what was not found. */
export class LookUp {
    readonly mistakes: Mistake[] = [];
    /** What was not found, and need not be there yet. */
    readonly later: Mistake[] = [];

    constructor(private readonly isToCome: ToCome) {}

    /** What is not found is a mistake, unless it may be still to come. */
    readonly looked: Looked = (property, ask) =>
        this.#noting(property, ask, async (mistake) => {
            ((await this.isToCome(property)) ? this.later : this.mistakes).push(mistake);
        });

    /** What is there and should not be is a mistake at any time. */
    readonly refused: Looked = (property, ask) =>
        this.#noting(property, ask, async (mistake) => {
            this.mistakes.push(mistake);
        });

    /** A service that fails is no mistake of the declaration: it ends the look-up. */
    async #noting<T>(
        property: string,
        ask: () => Promise<T>,
        note: (mistake: Mistake) => Promise<void>,
    ): Promise<T | undefined> {
        try {
            return await ask();
        } catch (failure) {
            if (failure instanceof ApiFailure) throw failure;
            await note({ property, reason: messageOf(failure) });
            return undefined;
        }
    }
}
