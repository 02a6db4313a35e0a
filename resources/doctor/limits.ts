import { numberIn } from "../http/failure/untyped";
import type { ApiResponse, Send } from "../http/send";
import { type Finding, found, skipped } from "./finding";

/** Seconds; a token of Okta's is signed for some minutes, and an answer's date has whole seconds. */
const tolerated = 60;

/** Collects what the answers say of the clock and of limits. */
export class Heard {
    calls = 0;
    /** Seconds by which the service is ahead, the least of all that were heard, by service. */
    readonly #ahead = new Map<string, number>();
    #perMinute: number | undefined;

    constructor(private readonly nowMs: () => number = Date.now) {}

    /** Wraps a way to a service, and notes each answer. A call that is refused counts too. */
    by(service: string, send: Send): Send {
        return async (request) => {
            this.calls += 1;
            const answer = await send(request);
            this.#hear(service, answer);
            if (service === "Okta" && request.path.startsWith("/api/v1/apps")) {
                this.#perMinute = numberIn(answer.headers, "x-rate-limit-limit") ?? this.#perMinute;
            }
            return answer;
        };
    }

    #hear(service: string, { headers }: ApiResponse): void {
        const said = Date.parse(headers.get("date") ?? "");
        if (Number.isNaN(said)) return;
        const ahead = (said - this.nowMs()) / 1000;
        const before = this.#ahead.get(service);
        if (before === undefined || Math.abs(ahead) < Math.abs(before)) this.#ahead.set(service, ahead);
    }

    /** What was heard. */
    findings(): Finding[] {
        return [...this.#clock(), this.#limits()];
    }

    #clock(): Finding[] {
        if (this.#ahead.size === 0) return [skipped("clock", "okta-sign-in")];
        const wrong = [...this.#ahead].filter(([, seconds]) => Math.abs(seconds) > tolerated);
        if (wrong.length === 0)
            return [found("clock", "ok", `Within ${tolerated} s of ${[...this.#ahead.keys()].join(" and ")}.`)];
        return wrong.map(([service, seconds]) =>
            found(
                "clock",
                "warning",
                `It is ${Math.abs(Math.round(seconds))} s ${seconds > 0 ? "behind" : "ahead of"} ${service}'s: a signed token may be refused.`,
                "Set the clock of this machine, best by NTP.",
            ),
        );
    }

    #limits(): Finding {
        if (this.#perMinute === undefined) return skipped("okta-limits", "okta-apps");
        return found(
            "okta-limits",
            "note",
            `${this.#perMinute} a minute below /api/v1/apps for this credential. A new space takes 2 of them, a removed one 2; ` +
                "the package stops before the limit, and waits for the next minute.",
        );
    }
}
