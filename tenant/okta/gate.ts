import type { Answer, Call } from "../http/answer";
import { Refusal, refusalAsAnswer } from "../http/refusal";
import type { Api, Operation } from "../http/serve";
import { derivedText } from "../ids";
import type { RecordedRequest } from "../request-log";
import type { World } from "../world";
import type { Authenticator } from "./authenticate";
import type { OktaCaller, OktaRoute } from "./context";
import { errorAnswer, errorOfStatus } from "./errors";
import { tokenErrorOfStatus } from "./oauth/token-error";
import { tokenPath } from "./oauth/token-path";
import { jsonBodyOf, requireAcceptable, requireLength, requireRights } from "./preconditions";
import type { RateLimit } from "./rate-limit";

/** What guards the Okta API: credentials, limits, scopes and the form of bodies, in this order. */
export class OktaGate {
    #underWay = 0;
    #answered = 0;

    constructor(
        private readonly world: World,
        private readonly authenticator: Authenticator,
        private readonly rateLimit: RateLimit,
    ) {}

    /** The API as the server mounts it. */
    api(routes: readonly OktaRoute[], open: readonly Operation[]): Api {
        const guarded = routes.map(({ method, path, ...route }) => ({
            method,
            path,
            respond: (call: Call) => this.#guard(call, (caller) => this.#answer(route, call, caller)),
        }));
        const limited = open.map(({ method, path, respond }) => ({
            method,
            path,
            respond: (call: Call, entry: RecordedRequest) =>
                this.#atOnce(() =>
                    this.#counted(call, undefined, async () => {
                        requireLength(call);
                        return respond(call, entry);
                    }),
                ),
        }));
        return {
            name: "okta",
            operations: [...limited, ...guarded],
            holderOf: (call) => this.authenticator.holderOf(call),
            refuse: (status, call) => this.#refuse(status, call),
            unknown: (call, otherMethods) =>
                this.#guard(call, () => Promise.resolve(errorAnswer(otherMethods ? "method" : "path"))),
        };
    }

    #guard(call: Call, answer: (caller: OktaCaller) => Promise<Answer>): Promise<Answer> {
        return this.#atOnce(async () => {
            const caller = await this.#callerOf(call);
            if (caller instanceof Refusal) return this.#counted(call, undefined, async () => caller.answer);
            return this.#counted(call, caller.name, () => answer(caller));
        });
    }

    async #callerOf(call: Call): Promise<OktaCaller | Refusal> {
        try {
            return await this.authenticator.callerOf(call);
        } catch (thrown) {
            if (thrown instanceof Refusal) return thrown;
            throw thrown;
        }
    }

    /** Answers 429 to a call beyond the limit of concurrent calls. */
    async #atOnce(answer: () => Promise<Answer>): Promise<Answer> {
        const { settings, clock } = this.world;
        if (this.#underWay >= settings.oktaConcurrency) {
            return this.#finished({ ...errorAnswer("rate"), headers: this.rateLimit.concurrencyHeaders() });
        }
        this.#underWay += 1;
        try {
            if (settings.latencyMs > 0) await clock.wait(settings.latencyMs);
            return this.#finished(await answer());
        } finally {
            this.#underWay -= 1;
        }
    }

    /** Every answer has the three rate-limit headers (docs/contracts/okta-api.md 4). */
    async #counted(call: Call, caller: string | undefined, answer: () => Promise<Answer>): Promise<Answer> {
        const { isExceeded, headers } = this.rateLimit.count(call.url.pathname, caller);
        const given = isExceeded ? errorAnswer("rate") : await refusalAsAnswer(answer);
        return { ...given, headers: { ...headers, ...given.headers } };
    }

    async #answer(route: Pick<OktaRoute, "scopes" | "answer">, call: Call, caller: OktaCaller): Promise<Answer> {
        requireRights(route.scopes ?? [], caller, this.world.settings);
        requireAcceptable(call);
        requireLength(call);
        return route.answer({ world: this.world, call, caller, body: () => jsonBodyOf(call) });
    }

    #refuse(status: number, call: Call): Answer {
        const { pathname } = call.url;
        if (status === 429) return this.#finished({ ...errorOfStatus(429), headers: this.rateLimit.refusalHeaders() });
        const { headers } = this.rateLimit.count(pathname, this.authenticator.holderOf(call));
        const error = pathname === tokenPath ? tokenErrorOfStatus(status) : errorOfStatus(status);
        return this.#finished({ ...error, headers });
    }

    /** `errorCauses` may be empty or absent; clients quote the request's id (docs/contracts/okta-api.md 1.8). */
    #finished(answer: Answer): Answer {
        this.#answered += 1;
        const headers = { ...answer.headers, "X-Okta-Request-Id": derivedText(`okta request ${this.#answered}`, 27) };
        const body = answer.body as { errorCauses?: unknown[] } | undefined;
        const isKept = this.world.settings.errorCauses === "present" || body?.errorCauses?.length !== 0;
        if (isKept) return { ...answer, headers };
        const { errorCauses: _, ...rest } = body;
        return { ...answer, headers, body: rest };
    }
}
