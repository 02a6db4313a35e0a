import type { Answer } from "./answer";

/** Thrown by an operation that answers with an error; carries the whole answer. */
export class Refusal extends Error {
    constructor(readonly answer: Answer) {
        super(`refused with ${answer.status}`);
    }
}

/** The answer, whether the operation returns it or throws it as a `Refusal`. */
export async function refusalAsAnswer(answer: () => Answer | Promise<Answer>): Promise<Answer> {
    try {
        return await answer();
    } catch (thrown) {
        if (thrown instanceof Refusal) return thrown.answer;
        throw thrown;
    }
}
