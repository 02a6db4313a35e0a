import type { Agent } from "node:http";
import { createRequire } from "node:module";
import fetch, { FetchError, type Response } from "node-fetch";
import { ApiFailure } from "../failure/api-failure";
import { isSuccess } from "../failure/failing";
import { NotSent, Outdated, outOfTime } from "../failure/not-sent";
import { unreadable } from "../failure/read-as";
import type { ApiRequest, Send } from "../send";
import { msSince, systemClock } from "../time/clock";
import { leavingBy } from "./leaving-by";
import { unanswered } from "./unanswered";

export interface TransportOptions {
    /** Scheme, host and port, without a path: everything is sent there and nowhere else. */
    readonly origin: string;
    readonly userAgent: string;
    /** Milliseconds for one try, from the first byte sent to the last one read; less when the call's deadline is nearer. */
    readonly timeoutMs: number;
    readonly agentFor: (request: ApiRequest) => Agent | undefined;
}

/** The largest answer that is read. A page of 1000 objects (the most either API gives) is under 5 MB. */
const largestAnswerBytes = 64 * 1024 * 1024;

/** Sends over the network. A call without a whole answer fails as "unavailable", in our own words and without a cause. */
export function transport(options: TransportOptions): Send {
    return async (request) => {
        const url = urlOf(options.origin, request);
        const timeoutMs = timeFor(request, options.timeoutMs);
        const timeout = new AbortController();
        const timer = setTimeout(() => timeout.abort(), timeoutMs);
        let answer: Response | undefined;
        const startedMs = performance.now();
        try {
            answer = await fetch(url, {
                method: request.method,
                headers: headersOf(request, options.userAgent),
                body: bodyOf(request),
                agent: agentOf(request, options, () => timeout.abort(outdated(request))),
                // A redirect would carry the credentials to a place nobody configured.
                redirect: "manual",
                signal: timeout.signal,
                size: largestAnswerBytes,
            });
            const headers = new Headers([...answer.headers]);
            const body = parsed(await answer.text(), request, answer);
            return { status: answer.status, headers, body, tookMs: performance.now() - startedMs };
        } catch (error) {
            const failure = [error, timeout.signal.reason].find((reason) => reason instanceof ApiFailure);
            if (failure) throw failure;
            const code = error instanceof FetchError ? error.code : undefined;
            throw unanswered(request, url.host, answer?.status, timeout.signal.aborted ? timeoutMs : code);
        } finally {
            clearTimeout(timer);
        }
    };
}

function agentOf(request: ApiRequest, { agentFor }: TransportOptions, giveUp: () => void): Agent | undefined {
    const agent = agentFor(request);
    const { startByMs } = request.attempt ?? {};
    if (!agent || !request.restsOn || startByMs === undefined) return agent;
    return leavingBy(agent, Math.max(startByMs - systemClock.nowMs(), 0), giveUp);
}

const outdated = (request: ApiRequest) => new Outdated(request, request.restsOn ? msSince(request.restsOn.seenAt) : 0);

function timeFor(request: ApiRequest, timeoutMs: number): number {
    const leftMs = (request.attempt?.deadlineMs ?? Number.POSITIVE_INFINITY) - systemClock.nowMs();
    if (leftMs <= 0) throw outOfTime(request);
    return Math.min(timeoutMs, leftMs);
}

function urlOf(origin: string, request: ApiRequest): URL {
    const url = new URL(origin);
    if (request.path.startsWith("/")) url.pathname = request.path;
    // A segment "..", even percent-encoded, would silently name another object.
    if (url.pathname !== request.path) {
        const said = "This path would not arrive as it is written, so it was not sent";
        const remedy = "Percent-encode each segment, and use no name that is '.' or '..'.";
        throw new NotSent(request, "rejected", said, remedy);
    }
    for (const [name, value] of Object.entries(request.query ?? {})) {
        if (value === undefined) continue;
        for (const one of Array.isArray(value) ? value : [value]) url.searchParams.append(name, String(one));
    }
    return url;
}

function headersOf(request: ApiRequest, userAgent: string): Record<string, string> {
    const json = request.body !== undefined && !(request.body instanceof URLSearchParams);
    return {
        accept: "application/json",
        "user-agent": userAgent,
        ...(json ? { "content-type": "application/json" } : {}),
        ...request.headers,
    };
}

function bodyOf({ body }: ApiRequest): URLSearchParams | string | null {
    if (body === undefined) return null;
    return body instanceof URLSearchParams ? body : JSON.stringify(body);
}

function parsed(text: string, request: ApiRequest, answer: Response): unknown {
    if (text.trim() === "") return undefined;
    try {
        return JSON.parse(text) as unknown;
    } catch {
        // A gateway's error page: the status says all we need.
        if (!isSuccess(answer.status)) return undefined;
        throw unreadable(request, "The answer is not JSON", answer.status);
    }
}

/** `pulumi-okta-opa/<version> node/<version>`: lets an administrator find our calls in the service's log. */
export function userAgent(): string {
    // Found by the package's own name, because the compiled file lies deeper than the source.
    const description: unknown = createRequire(__filename)("pulumi-okta-opa/package.json");
    const version = (description as { version?: string }).version ?? "unknown";
    return `pulumi-okta-opa/${version} node/${process.versions.node}`;
}
