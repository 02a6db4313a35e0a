import { ApiFailure } from "../http/failure/api-failure";
import { messageOf } from "../lifecycle/run/unfinished";
import { type Code, type Finding, found } from "./finding";

/** The outcome of an attempt: its value where it succeeded, and the findings to report. */
export interface Attempt<Value> {
    readonly findings: readonly Finding[];
    readonly value?: Value;
    /** What was thrown instead. */
    readonly failure?: unknown;
}

/** Asks, and reports the outcome: when it was refused, with the service's own words and the remedy. */
export async function attempt<Value>(
    code: Code,
    ask: () => Promise<Value>,
    told: (value: Value) => string | readonly Finding[],
): Promise<Attempt<Value>> {
    try {
        const value = await ask();
        const said = told(value);
        return { value, findings: typeof said === "string" ? [found(code, "ok", said)] : said };
    } catch (failure) {
        return { failure, findings: [failedBy(code, failure)] };
    }
}

/** What a failure says of a check. */
function failedBy(code: Code, failure: unknown): Finding {
    if (!(failure instanceof ApiFailure)) return found(code, "failed", messageOf(failure));
    const { remedy, ...details } = failure.details;
    return found(code, "failed", new ApiFailure(details).message, remedy);
}
