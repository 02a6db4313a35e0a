import type { Answer } from "./answer";

/** Thrown by an operation that answers with an error; carries the whole answer. */
export class Refusal extends Error {
    constructor(readonly answer: Answer) {
        super(`refused with ${answer.status}`);
    }
}
