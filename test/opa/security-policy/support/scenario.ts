import type { Properties } from "../../../../resources/lifecycle/declared/plain";
import type { UnconfirmedChoices } from "../../../../tenant";
import type { Life } from "../../../support/life-of";
import type { PolicyGround } from "../../support/policy-ground";
import type { Run, Verdict } from "../../support/verdict";

/** One thing that can happen to a policy or to what it names, and what the run after it must say. */
export interface Scenario {
    readonly title: string;
    readonly run: Run;
    /** Applied before anything happens; null when the policy is still to be made. Default: what the ground declares. */
    readonly applied?: ((ground: PolicyGround) => Properties) | null;
    readonly happens?: (ground: PolicyGround, life: Life) => unknown;
    /** What the run declares. Default: what was applied. */
    readonly declares?: (ground: PolicyGround) => Properties;
    /** Unconfirmed statements that matter beside those that always do: it runs under every value of each. */
    readonly under?: readonly (keyof UnconfirmedChoices)[];
    /** Statements of which only this value makes sense. */
    readonly only?: Partial<UnconfirmedChoices>;
    readonly verdict: Verdict | ((choices: UnconfirmedChoices) => Verdict);
    /** What the user must read, in the error or beside it. */
    readonly says?: readonly string[];
    /**
     * What the next `up` does about drift and loss. Default `back`: the policy is what it was before. `anew`: it is what is
     * declared, though not as before. A text: it refuses, saying so.
     */
    readonly heals?: Heals | ((choices: UnconfirmedChoices) => Heals);
    /** The run may leave traces in OPA although it fails. */
    readonly leavesTraces?: true;
    /** Looks at what came of it. */
    readonly witness?: (ground: PolicyGround, life: Life) => unknown;
}

export type Heals = "back" | "anew" | { readonly refuses: string };

/** Statements about answers and errors that any run may meet. */
export const always = [
    "policyCreateStatus",
    "falseBooleans",
    "policyType",
    "emptyConditions",
    "emptyPolicyDescription",
    "teamWideScope",
    "missingFlag",
    "ruleIds",
    "policyOrder",
    "liveGroupDeletedAt",
    "emptyLists",
] as const satisfies readonly (keyof UnconfirmedChoices)[];

/** Statements about errors. */
export const errors = ["errorBody", "errorTypeKey", "roleRefusal"] as const;
