import { serviceUsers } from "../credentials";
import type { Answer, Call } from "../http/answer";
import { refusalAsAnswer } from "../http/refusal";
import type { Api, Operation } from "../http/serve";
import type { RecordedRequest } from "../request-log";
import { Grants } from "../verdict/grants";
import { Rights } from "../verdict/rights";
import { userAsSubject } from "../verdict/subject";
import type { World } from "../world";
import type { OpaCaller, OpaRoute } from "./context";
import { errorAnswer, notFound, refused } from "./errors";
import type { OpaRateLimit } from "./rate-limit";
import type { OpaTokens } from "./tokens";

/** The name under which calls without a valid credential are counted. */
const nobody = "";

/** What guards the OPA API: tokens and limits. Each operation checks roles itself. */
export class OpaGate {
    constructor(
        private readonly world: World,
        private readonly tokens: OpaTokens,
        private readonly rateLimit: OpaRateLimit,
    ) {}

    /** The API as the server mounts it. */
    api(routes: readonly OpaRoute[], open: readonly Operation[]): Api {
        const { settings, store, clock } = this.world;
        const guarded = routes.map(({ method, path, answer }) => ({
            method,
            path,
            respond: (call: Call) =>
                this.#guard(call, (caller) => {
                    const grants = new Grants(store, clock.nowMs());
                    const rights = new Rights(grants, userAsSubject(store, caller.user), settings);
                    return answer({ world: this.world, call, caller, rights });
                }),
        }));
        const limited = open.map(({ method, path, respond }) => ({
            method,
            path,
            respond: (call: Call, entry: RecordedRequest) => this.#counted(nobody, () => respond(call, entry)),
        }));
        return {
            name: "opa",
            operations: [...limited, ...guarded],
            holderOf: (call) => this.#callerOf(call)?.identity,
            refuse: (status, call) => this.#refuse(status, call),
            unknown: (call) => this.#guard(call, () => errorAnswer(settings, 404)),
        };
    }

    #guard(call: Call, answer: (caller: OpaCaller) => Answer | Promise<Answer>): Promise<Answer> {
        const caller = this.#callerOf(call);
        if (!caller) {
            return this.#counted(nobody, () => {
                throw refused(this.world.settings, 401);
            });
        }
        return this.#counted(caller.user.name, () => {
            if (!this.#isTeam(call.params["team"])) throw notFound(this.world.settings);
            return answer(caller);
        });
    }

    #refuse(status: number, call: Call): Answer {
        const counted = () => this.rateLimit.count(this.#callerOf(call)?.user.name ?? nobody).headers;
        const headers = status === 429 ? this.rateLimit.refusalHeaders() : counted();
        const given = errorAnswer(this.world.settings, status);
        return { ...given, headers: { ...headers, ...given.headers } };
    }

    /** Every answer has the three rate-limit headers (docs/contracts/opa-api.md 6.2). */
    async #counted(userName: string, answer: () => Answer | Promise<Answer>): Promise<Answer> {
        const { settings, clock } = this.world;
        if (settings.latencyMs > 0) await clock.wait(settings.latencyMs);
        const { isExceeded, headers } = this.rateLimit.count(userName);
        const given = isExceeded ? errorAnswer(settings, 429) : await refusalAsAnswer(answer);
        return { ...given, headers: { ...headers, ...given.headers } };
    }

    #callerOf(call: Call): OpaCaller | undefined {
        const [scheme, token = ""] = (call.headers["authorization"] ?? "").split(" ");
        const { standing, store } = this.world;
        const identity = scheme === "Bearer" ? this.tokens.holderOf(token) : undefined;
        if (!identity || !standing.mayUseOpa(identity)) return undefined;
        const user = store.opaUsers.get(serviceUsers[identity]);
        return user && { user, identity, isUnbound: identity === "administrator" };
    }

    #isTeam(name: string | undefined): boolean {
        return name === undefined || name.toLowerCase() === this.world.credentials.opaTeam;
    }
}
