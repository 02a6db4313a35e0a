import { setImmediate as turn } from "node:timers/promises";
import sinon from "sinon";
import { type Conditions, usualConditions } from "../../../resources/http/connect";
import { ApiFailure } from "../../../resources/http/failure/api-failure";
import type { ApiRequest, ApiResponse, Send } from "../../../resources/http/send";

/** One answer of a scripted service; "dropped" and "refused" are connections that fail after and before sending. */
export type Answer =
    | { status: number; headers?: Record<string, string | undefined>; body?: unknown; afterMs?: number }
    | Dropped;
type Dropped = "dropped" | "refused";

/** When every scripted conversation begins. */
export const startMs = Date.UTC(2026, 10, 24, 14, 0, 0);

/** A network that plays answers in order, or as a function of the call, and remembers the conversation. */
export class Script {
    /** Each call as `<seconds since the start>s <method> <path> -> <status>`. */
    readonly conversation: string[] = [];
    readonly requests: ApiRequest[] = [];
    readonly said: string[] = [];
    readonly #answers: Answer[] | ((request: ApiRequest, number: number) => Answer);

    constructor(answers: Answer[] | ((request: ApiRequest, number: number) => Answer)) {
        this.#answers = answers;
    }

    readonly send: Send = async (request) => {
        this.requests.push(request);
        const line = `${(Date.now() - startMs) / 1000}s ${request.method} ${request.path}`;
        const answer = this.#next(request);
        if (typeof answer === "object" && answer.afterMs) await new Promise((done) => setTimeout(done, answer.afterMs));
        this.conversation.push(`${line} -> ${typeof answer === "string" ? answer : answer.status}`);
        return typeof answer === "string" ? fail(answer, request) : response(answer);
    };

    conditions(others: Partial<Conditions> = {}): Conditions {
        return {
            ...usualConditions({}),
            say: (line) => this.said.push(line),
            runIsOver: async () => false,
            // The middle, so that waits can be told.
            random: () => 0.5,
            network: () => this.send,
            ...others,
        };
    }

    #next(request: ApiRequest): Answer {
        if (typeof this.#answers === "function") return this.#answers(request, this.requests.length);
        const answer = this.#answers.shift();
        if (answer) return answer;
        // Told in the conversation as well: who sends too much may take the error for one of the network.
        this.conversation.push(`${request.method} ${request.path} -> not in the script`);
        throw new Error(`The script has no answer to ${request.method} ${request.path}.`);
    }
}

function response({ status, headers = {}, body }: Exclude<Answer, string>): ApiResponse {
    const given = Object.entries({ date: new Date().toUTCString(), ...headers });
    const kept = given.filter((header): header is [string, string] => header[1] !== undefined);
    return { status, headers: new Headers(kept), body };
}

function fail(how: Dropped, { method, path, readsOnly }: ApiRequest): never {
    const mayHaveHappened = how === "dropped" && method !== "GET" && !readsOnly;
    throw new ApiFailure({ kind: "unavailable", said: `The connection was ${how}`, method, path, mayHaveHappened });
}

/** Fake time, at the start of every scripted conversation. */
export function fakeTime(): sinon.SinonFakeTimers {
    return sinon.useFakeTimers({ now: startMs, toFake: ["setTimeout", "clearTimeout", "Date"] });
}

/**
 * Lets the time run until the promise is settled, however long that takes in fake time. Before time moves, work in other
 * threads (signing, making keys) gets `turns` real turns of the event loop.
 */
export async function settled<T>(clock: sinon.SinonFakeTimers, promise: Promise<T>, turns = 5): Promise<T> {
    let isSettled = false;
    const done = promise.finally(() => {
        isSettled = true;
    });
    done.catch(() => undefined);
    while (!isSettled) {
        for (let count = 0; count < turns; count += 1) await turn();
        if (!isSettled && clock.countTimers() > 0) await clock.nextAsync();
    }
    return done;
}
