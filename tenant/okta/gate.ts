import type { Answer, Call } from "../http/answer";
import { Refusal } from "../http/refusal";
import type { Api, Operation } from "../http/serve";
import type { RecordedRequest } from "../request-log";
import type { World } from "../world";
import type { Authenticator } from "./authenticate";
import type { OktaCaller, OktaRoute } from "./context";
import { errorAnswer, errorOfStatus, refused } from "./errors";
import { concurrencyHeaders, type RateLimit } from "./rate-limit";

/** What guards the Okta API: credentials, limits, scopes and the form of bodies, in this order. */
export class OktaGate {
    #underWay = 0;

    constructor(
        private readonly world: World,
        private readonly authenticator: Authenticator,
        private readonly rateLimit: RateLimit,
    ) {}

    /** The API as the server mounts it. */
    api(routes: readonly OktaRoute[], open: readonly Operation[]): Api {
        const guarded = routes.map((route) => ({
            method: route.method,
            path: route.path,
            respond: (call: Call, entry: RecordedRequest) =>
                this.#guard(call, entry, (caller) => this.#answer(route, call, caller)),
        }));
        return {
            name: "okta",
            operations: [...open, ...guarded],
            refuse: (status) => this.#refuse(status),
            unknown: (call, entry, otherMethods) =>
                this.#guard(call, entry, () => Promise.resolve(errorAnswer(otherMethods ? "method" : "path"))),
        };
    }

    async #guard(call: Call, entry: RecordedRequest, answer: (caller: OktaCaller) => Promise<Answer>): Promise<Answer> {
        if (this.#underWay >= this.world.settings.oktaConcurrency) {
            return this.#finished({ ...errorAnswer("rate"), headers: concurrencyHeaders(this.world.clock.wallMs()) });
        }
        this.#underWay += 1;
        try {
            const caller = await this.authenticator.callerOf(call);
            entry.by = caller.name;
            const { isExceeded, headers } = this.rateLimit.count(call.url.pathname, caller.name);
            const given = isExceeded ? errorAnswer("rate") : await asAnswer(() => answer(caller));
            return this.#finished({ ...given, headers: { ...headers, ...given.headers } });
        } catch (thrown) {
            if (thrown instanceof Refusal) return this.#finished(thrown.answer);
            throw thrown;
        } finally {
            this.#underWay -= 1;
        }
    }

    async #answer(route: OktaRoute, call: Call, caller: OktaCaller): Promise<Answer> {
        requireScopes(route, caller);
        if (!caller.isAdministrator) throw refused("denied");
        requireLength(call);
        return route.answer({ world: this.world, call, caller, body: () => bodyOf(call) });
    }

    #refuse(status: number): Answer {
        const answer = errorOfStatus(status);
        if (status !== 429) return this.#finished(answer);
        const resetSeconds = Math.ceil(this.world.clock.wallMs() / 1000) + 1;
        const limit = String(this.world.settings.oktaRequestsPerMinute);
        const headers = {
            "X-Rate-Limit-Limit": limit,
            "X-Rate-Limit-Remaining": "0",
            "X-Rate-Limit-Reset": `${resetSeconds}`,
        };
        return this.#finished({ ...answer, headers });
    }

    /** Contracts: `errorCauses` may be an empty list or absent. */
    #finished(answer: Answer): Answer {
        const body = answer.body as { errorCauses?: unknown[] } | undefined;
        if (this.world.settings.errorCauses === "present" || body?.errorCauses?.length !== 0) return answer;
        const { errorCauses: _, ...rest } = body;
        return { ...answer, body: rest };
    }
}

async function asAnswer(answer: () => Promise<Answer>): Promise<Answer> {
    try {
        return await answer();
    } catch (thrown) {
        if (thrown instanceof Refusal) return thrown.answer;
        throw thrown;
    }
}

function requireScopes(route: OktaRoute, caller: OktaCaller): void {
    const missing = caller.scopes && (route.scopes ?? []).some((scope) => !caller.scopes?.includes(scope));
    if (!missing) return;
    const description = "The access token provided does not contain the required scopes.";
    throw new Refusal({
        ...errorAnswer("denied", description),
        headers: { "WWW-Authenticate": `Bearer error="insufficient_scope", error_description="${description}"` },
    });
}

/** Contracts: a PUT or POST with neither a length nor a body is refused with 411. */
function requireLength(call: Call): void {
    if (call.method !== "POST" && call.method !== "PUT") return;
    if (call.headers["content-length"] === undefined && call.headers["transfer-encoding"] === undefined) {
        throw refused("length");
    }
}

function bodyOf(call: Call): Record<string, unknown> {
    if (!call.headers["content-type"]?.startsWith("application/json")) throw refused("mediaType");
    try {
        const body: unknown = JSON.parse(call.text);
        if (typeof body === "object" && body !== null && !Array.isArray(body)) return body as Record<string, unknown>;
    } catch {
        throw refused("malformed");
    }
    throw refused("malformed");
}
