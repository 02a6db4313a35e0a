import type { LiveRule } from "../../access/document";
import type { KnownPolicy } from "../../team-secrets-space/authority/platform-schema";
import { dayOf } from "../../team-secrets-space/declared/day";
import type { Review } from "./document";
import { quoted } from "./words";

/** What became of a policy that is declared as known. Ended: its last day has passed. Twice: several have its name. */
export type KnownState = "there" | "not there" | "ended" | "twice";

/** Anybody could give a policy the name of a known one, so a name that several have counts for none of them. */
export function knownState({ policy, until }: KnownPolicy, rules: readonly LiveRule[], nowMs: number): KnownState {
    const policies = new Set(rules.flatMap((one) => (one.policy === policy ? [one.policyId] : [])));
    if (policies.size === 0) return "not there";
    if (policies.size > 1) return "twice";
    return until !== undefined && dayOf(nowMs) > until ? "ended" : "there";
}

/** The known policies of a page. Without a snapshot nobody can tell whether they are there. */
export const knownOn = (
    known: readonly KnownPolicy[],
    rules: readonly LiveRule[] | undefined,
    nowMs: number,
): Review["known"] =>
    known.map((one) => ({
        policy: one.policy,
        why: one.why,
        until: one.until ?? null,
        state: rules ? knownState(one, rules, nowMs) : null,
    }));

const states: Readonly<Record<KnownState, string>> = {
    there: "",
    "not there": " There is no such policy in the snapshot.",
    ended: " Its last day has passed.",
    twice: " Several policies have this name: look which one is meant.",
};

/** A known policy in a sentence. */
export function knownInWords({ policy, why, until, state }: Review["known"][number]): string {
    const day = until === null ? "" : `, until ${until}`;
    return `${quoted(policy)}: ${quoted(why)}${day}.${state === null ? " Whether it is there is not known." : states[state]}`;
}
