import { serviceUsers } from "../credentials";
import type { Answer, Call } from "../http/answer";
import { Refusal } from "../http/refusal";
import type { Api, Operation } from "../http/serve";
import type { RecordedRequest } from "../request-log";
import type { World } from "../world";
import type { OpaCaller, OpaRoute } from "./context";
import { errorAnswer, notFound, refused } from "./errors";
import type { OpaRateLimit } from "./rate-limit";
import type { OpaTokens } from "./tokens";

/** What guards the OPA API: tokens and limits. Roles are the operations' own business. */
export class OpaGate {
    constructor(
        private readonly world: World,
        private readonly tokens: OpaTokens,
        private readonly rateLimit: OpaRateLimit,
    ) {}

    /** The API as the server mounts it. */
    api(routes: readonly OpaRoute[], open: readonly Operation[]): Api {
        const { settings } = this.world;
        const guarded = routes.map((route) => ({
            method: route.method,
            path: route.path,
            respond: (call: Call, entry: RecordedRequest) =>
                this.#guard(call, entry, (caller) => route.answer({ world: this.world, call, caller })),
        }));
        return {
            name: "opa",
            operations: [...open, ...guarded],
            refuse: (status) => ({ ...errorAnswer(settings, status), headers: this.rateLimit.refusalHeaders(status) }),
            unknown: (call, entry) => this.#guard(call, entry, () => errorAnswer(settings, 404)),
        };
    }

    async #guard(
        call: Call,
        entry: RecordedRequest,
        answer: (caller: OpaCaller) => Answer | Promise<Answer>,
    ): Promise<Answer> {
        const { settings } = this.world;
        const caller = this.#callerOf(call);
        entry.by = caller.identity;
        if (!this.#isTeam(call.params["team"])) throw notFound(settings);
        const { isExceeded, headers } = this.rateLimit.count(caller.user.name);
        const given = isExceeded ? errorAnswer(settings, 429) : await asAnswer(() => answer(caller));
        return { ...given, headers: { ...headers, ...given.headers } };
    }

    #callerOf(call: Call): OpaCaller {
        const [scheme, token = ""] = (call.headers["authorization"] ?? "").split(" ");
        const { settings, standing, store } = this.world;
        const identity = scheme === "Bearer" ? this.tokens.holderOf(token) : undefined;
        const user = identity && standing.mayUseOpa(identity) ? store.opaUsers.get(serviceUsers[identity]) : undefined;
        if (!identity || !user) throw refused(settings, 401);
        return { user, identity, isUnbound: identity === "administrator" };
    }

    #isTeam(name: string | undefined): boolean {
        return name === undefined || name.toLowerCase() === this.world.credentials.opaTeam;
    }
}

async function asAnswer(answer: () => Answer | Promise<Answer>): Promise<Answer> {
    try {
        return await answer();
    } catch (thrown) {
        if (thrown instanceof Refusal) return thrown.answer;
        throw thrown;
    }
}
