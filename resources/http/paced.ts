import { ApiFailure } from "./api-failure";
import type { Clock } from "./clock";
import type { Pacer } from "./pacer";
import type { ApiRequest, ApiResponse, Send } from "./send";

/** Sends each call when its budget has room for it; fails at once when that would be after the call's deadline. */
export function paced(send: Send, pacer: Pacer, bucketOf: (request: ApiRequest) => string, clock: Clock): Send {
    return (request) =>
        new Promise<ApiResponse>((resolve, reject) => {
            const bucket = bucketOf(request);
            const queuedMs = clock.nowMs();
            pacer.enqueue({
                bucket,
                deadlineMs: request.attempt?.deadlineMs ?? Number.POSITIVE_INFINITY,
                start: async (budget) => {
                    if (request.attempt) {
                        request.attempt.bucket = bucket;
                        request.attempt.left = `${budget}`;
                        request.attempt.waitedMs = clock.nowMs() - queuedMs;
                    }
                    const answer = send(request);
                    answer.then(resolve, reject);
                    return answer;
                },
                giveUp: (opensAtMs) => reject(tooLate(request, bucket, opensAtMs)),
            });
        });
}

function tooLate(request: ApiRequest, bucket: string, opensAtMs: number): ApiFailure {
    return new ApiFailure({
        kind: "rate-limited",
        said: `The calls permitted in ${bucket} are used up until ${new Date(opensAtMs).toISOString()}, after this call's deadline`,
        method: request.method,
        path: request.path,
        mayHaveHappened: false,
        remedy: "Run again after that time.",
    });
}
