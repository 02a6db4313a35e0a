import { ApiFailure } from "../http/failure/api-failure";

/** The answer, or undefined on 404. A 404 alone proves no absence: both APIs also give it for what one may not see. */
export async function unlessNotFound<T>(ask: () => Promise<T>): Promise<T | undefined> {
    try {
        return await ask();
    } catch (failure) {
        if (isNotFound(failure)) return undefined;
        throw failure;
    }
}

/** The answer, or undefined when it is not given to this caller, which is either way a 404 or another refusal. */
export async function unlessRefused<T>(ask: () => Promise<T>): Promise<T | undefined> {
    try {
        return await ask();
    } catch (failure) {
        if (isNotFound(failure) || (failure instanceof ApiFailure && failure.kind === "forbidden")) return undefined;
        throw failure;
    }
}

export function isNotFound(failure: unknown): failure is ApiFailure {
    return failure instanceof ApiFailure && failure.kind === "not-found";
}
