import type { Answer } from "./answer";

/** Thrown by an operation that answers with an error; carries the whole answer. */
export class Refusal extends Error {
    constructor(readonly answer: Answer) {
        super(`refused with ${answer.status}`);
    }
}

/** The answer, be it what the operation returns or what it refuses with. */
export async function refusalAsAnswer(answer: () => Answer | Promise<Answer>): Promise<Answer> {
    try {
        return await answer();
    } catch (thrown) {
        if (thrown instanceof Refusal) return thrown.answer;
        throw thrown;
    }
}
