import { NotSent, Outdated, runEnded } from "../failure/not-sent";
import type { ApiRequest, ApiResponse, Send } from "../send";
import { type Clock, msSince } from "../time/clock";
import type { Pacer } from "./pacer";

/** Sends each call when its budget has room for it; fails at once when that would be after the call's deadline. */
export function paced(send: Send, pacer: Pacer, bucketOf: (request: ApiRequest) => string, clock: Clock): Send {
    return (request) =>
        new Promise<ApiResponse>((resolve, reject) => {
            const bucket = bucketOf(request);
            const queuedMs = clock.nowMs();
            pacer.enqueue(bucket, {
                deadlineMs: request.attempt?.startByMs ?? request.attempt?.deadlineMs ?? Number.POSITIVE_INFINITY,
                isUrgent: request.restsOn !== undefined,
                start: (budget) => {
                    if (request.attempt) {
                        request.attempt.bucket = bucket;
                        request.attempt.left = `${budget}`;
                        request.attempt.waitedMs = clock.nowMs() - queuedMs;
                    }
                    const answer = send(request);
                    answer.then(resolve, reject);
                    return answer;
                },
                giveUp: (turnAtMs) =>
                    reject(turnAtMs === undefined ? runEnded(request) : tooLate(request, bucket, turnAtMs, clock)),
            });
        });
}

function tooLate(request: ApiRequest, bucket: string, turnAtMs: number, clock: Clock): NotSent {
    const { restsOn } = request;
    if (restsOn) return new Outdated(request, msSince(restsOn.seenAt, clock) + turnAtMs - clock.nowMs());
    const time = new Date(turnAtMs).toTimeString().slice(0, 8);
    const said = `The calls permitted in ${bucket} leave no room for this one until ${time}, after its deadline`;
    return new NotSent(
        request,
        "rate-limited",
        said,
        "Run the same command again after that time, or with fewer changes at once.",
    );
}
