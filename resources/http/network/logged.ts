import { ApiFailure } from "../failure/api-failure";
import type { ApiRequest, ApiResponse, Send } from "../send";
import type { Clock } from "../time/clock";

export interface LogOptions {
    /** Names the API at the beginning of each line. */
    readonly api: string;
    readonly clock: Clock;
    readonly say: (line: string) => void;
    readonly requestIdOf: (response: ApiResponse) => string | undefined;
}

/** Prints one line for each try: never a header, a query or a body. */
export function logged(send: Send, options: LogOptions): Send {
    const { api, clock, say } = options;
    return async (request) => {
        const startMs = clock.nowMs();
        const tell = (outcome: string) =>
            say(
                `${api} ${request.method} ${request.path} ${outcome} in ${clock.nowMs() - startMs} ms${course(request)}`,
            );
        try {
            const response = await send(request);
            const id = options.requestIdOf(response);
            tell(`${response.status}${id ? ` request ${id}` : ""}`);
            return response;
        } catch (failure) {
            tell(failure instanceof ApiFailure ? failure.details.said : "failed");
            throw failure;
        }
    };
}

function course({ attempt }: ApiRequest): string {
    if (!attempt) return "";
    const { number, bucket = "none", left = "unknown", waitedMs = 0 } = attempt;
    return `, attempt ${number}, bucket ${bucket} (${left} left), waited ${waitedMs} ms`;
}
