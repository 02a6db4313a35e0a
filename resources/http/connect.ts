import { type Explain, failing } from "./failure/failing";
import type { Secrets } from "./failure/redact";
import { authorized, type Identity } from "./identity/authorized";
import { agentsFor } from "./network/agents";
import { logged } from "./network/logged";
import { noted, writesVariable } from "./network/noted";
import { transport, userAgent } from "./network/transport";
import { sayOnStderr } from "./output/say";
import { paced } from "./pace/paced";
import { Pacer, type Pacing } from "./pace/pacer";
import { defaultRetryPolicy, type Pause, pausing, type RetryPolicy, retrying } from "./retry/retrying";
import type { ApiRequest, ApiResponse, Send } from "./send";
import { type Clock, systemClock } from "./time/clock";
import { dated } from "./time/dated";
import { watchRun } from "./time/run-watch";
import { waiting } from "./time/wait";

/** What this room needs to know about a vendor's API. */
export interface Api {
    /** Each line of output begins with it, e.g. "okta". */
    readonly name: string;
    /** The rate limit that a call counts against. */
    readonly bucketOf: (request: ApiRequest) => string;
    /** The parts of the paths of its writes that are neither ids nor names. */
    readonly words: ReadonlySet<string>;
    readonly requestIdOf: (response: ApiResponse) => string | undefined;
    readonly explain: Explain;
    readonly pacing: Pacing;
}

/** What a run may set differently. */
export interface Conditions {
    readonly clock: Clock;
    /** Prints a line: about a wait, or of the debug log. */
    readonly say: (line: string) => void;
    /** Whether each try is logged. */
    readonly debug: boolean;
    /** The file in which each write is noted, an absolute path. Left out: none is. */
    readonly writesFile?: string;
    readonly retry: RetryPolicy;
    /** A number between 0 and 1 that spreads the waits of calls that failed together. */
    readonly random: () => number;
    /** Milliseconds for one try. */
    readonly timeoutMs: number;
    readonly runIsOver: () => Promise<boolean>;
    /** Makes what sends requests over the network. */
    readonly network: (origin: string, timeoutMs: number) => Send;
}

/** The defaults: this machine's clock, stderr, and 60 s for one try, as Okta's own SDK for OPA has it. */
export function usualConditions(env: NodeJS.ProcessEnv): Conditions {
    const writesFile = env[writesVariable];
    return {
        ...(writesFile ? { writesFile } : {}),
        clock: systemClock,
        say: sayOnStderr,
        debug: env["OKTA_OPA_LOG"] === "debug",
        retry: defaultRetryPolicy,
        random: Math.random,
        timeoutMs: 60_000,
        runIsOver: watchRun(),
        network: (origin, timeoutMs) =>
            transport({ origin, timeoutMs, userAgent: userAgent(), agentFor: agentsFor(origin) }),
    };
}

/** One API at one origin. */
export interface Line {
    /**
     * Sends a request once, without an identity, and returns whatever the service answers. Tokens are requested with it.
     */
    readonly bare: Send;
    /** Turns any answer that is not a 2xx into an ApiFailure. */
    readonly strict: (send: Send) => Send;
    /** The whole way: paced, authorized, retried. */
    readonly as: (identity: Identity) => Send;
    readonly pause: Pause;
}

/** Everything that stands between a request and the network, in one place: what wraps what. */
export function connect(api: Api, origin: string, secrets: Secrets, conditions: Conditions): Line {
    const { clock, random, retry } = conditions;
    const { redact } = secrets;
    const say = (line: string) => conditions.say(redact(line));
    const wait = waiting(api.name, clock, say, conditions.runIsOver);
    const network = conditions.network(origin, conditions.timeoutMs);
    const { writesFile: file } = conditions;
    const { name, words, requestIdOf } = api;
    const note =
        file === undefined ? network : noted(network, { file, api: name, words, clock, say, redact, requestIdOf });
    const plain = dated(note, clock);
    const heard = conditions.debug ? logged(plain, { api: name, clock, say, requestIdOf }) : plain;
    const inTurn = (send: Send) => paced(send, new Pacer(api.pacing, clock, wait), api.bucketOf, clock);
    const strict = (send: Send) => failing(send, api.explain, redact);
    // A token is asked for while a call already holds its place, so the two must not share places.
    const asking = inTurn(heard);
    const means = { policy: retry, clock, wait, random };
    return {
        bare: (request) => asking({ ...request, attempt: { number: 1, deadlineMs: clock.nowMs() + retry.deadlineMs } }),
        strict,
        as: (identity) => retrying(strict(inTurn(authorized(heard, identity))), means),
        pause: pausing(means),
    };
}
