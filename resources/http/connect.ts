import { agentsFor } from "./agents";
import { announcing, sayOnStderr } from "./announce";
import { authorized, type Identity } from "./authorized";
import { type Clock, systemClock } from "./clock";
import { type Explain, failing } from "./failing";
import { logged } from "./logged";
import { paced } from "./paced";
import { Pacer, type Pacing } from "./pacer";
import type { Secrets } from "./redact";
import { defaultRetryPolicy, type RetryPolicy, retrying } from "./retrying";
import type { ApiRequest, ApiResponse, Send } from "./send";
import { transport } from "./transport";
import { userAgent } from "./user-agent";

/** What this room must be told of a vendor's API. */
export interface Api {
    /** Begins each line said, e.g. "okta". */
    readonly name: string;
    /** Which rate limit a call is counted in. */
    readonly bucketOf: (request: ApiRequest) => string;
    readonly requestIdOf: (response: ApiResponse) => string | undefined;
    readonly explain: Explain;
    readonly pacing: Pacing;
}

/** What a run may set otherwise. */
export interface Conditions {
    readonly clock: Clock;
    /** Where waits and the debug log are said. */
    readonly say: (line: string) => void;
    /** Whether each try is logged. */
    readonly debug: boolean;
    readonly retry: RetryPolicy;
    /** Milliseconds for one try. */
    readonly timeoutMs: number;
}

/** The defaults: this machine's clock, stderr, and 60 s for one try, as Okta's own SDK for OPA has it. */
export function usualConditions(env: NodeJS.ProcessEnv): Conditions {
    return {
        clock: systemClock,
        say: sayOnStderr,
        debug: env["OKTA_OPA_LOG"] === "debug",
        retry: defaultRetryPolicy,
        timeoutMs: 60_000,
    };
}

/** Everything that stands between a request and the network, in one place: what wraps what. */
export function connect(
    api: Api,
    origin: string,
    secrets: Secrets,
    conditions: Conditions,
): (identity?: Identity) => Send {
    const { clock, say } = conditions;
    const announce = announcing(api.name, clock, (line) => say(secrets.redact(line)));
    const plain = transport({
        origin,
        userAgent: userAgent(),
        timeoutMs: conditions.timeoutMs,
        agentFor: agentsFor(origin),
    });
    const heard = conditions.debug
        ? logged(plain, { api: api.name, clock, say, redact: secrets.redact, requestIdOf: api.requestIdOf })
        : plain;
    return (identity) => {
        // A token is asked for while a call already holds its place, so the two must not share places.
        const pacer = new Pacer(api.pacing, clock, announce);
        const proven = identity ? authorized(heard, identity) : heard;
        const careful = failing(paced(proven, pacer, api.bucketOf, clock), api.explain, secrets.redact);
        return retrying(careful, conditions.retry, clock, announce);
    };
}
