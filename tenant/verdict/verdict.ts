import type { SecretPrivilege } from "../store/opa-records";
import { type Given, isMet, type Need, needOf } from "./conditions";
import type { Item } from "./grants";
import type { Rights, WayByPolicy, WayByRole } from "./rights";

/** One way to a privilege, what it leads through, and which of its conditions are not met. */
export type Way =
    | {
          readonly by: "policy";
          readonly policy: string;
          readonly policyId: string;
          readonly rule: string;
          /** The names of the subject's groups, or of its workload roles, that the policy names. */
          readonly through: readonly string[];
          /** All conditions of the way, met or not. */
          readonly asks: readonly Need[];
          /** The conditions that are not met. */
          readonly lacks: readonly Need[];
      }
    | {
          readonly by: "role";
          readonly role: WayByRole["role"];
          readonly through: readonly string[];
          readonly asks: readonly [];
          readonly lacks: readonly [];
      };

/** Why the answer is no. */
export type Refusal =
    /** No folder and no secret has this path or id. */
    | "no-such-path"
    /** Neither Okta nor OPA knows this person, or no workload role has this name. */
    | "no-such-subject"
    /** A user of Okta whom no push has brought to OPA. */
    | "not-in-opa"
    /** OPA does not let the user in: disabled or deleted. */
    | "not-active"
    /** The token satisfies no workload role. */
    | "no-workload-role"
    /** The privilege applies to folders only, and this is a secret. */
    | "not-for-a-secret"
    /** No active policy and no role gives it. */
    | "no-grant"
    /** Some rule gives it with conditions that a service user or a workload cannot meet. */
    | "cannot-answer";

/** The answer to a question about access. */
export interface Verdict {
    readonly answer: "allowed" | "needs" | "refused";
    /** The unmet conditions when the answer is `needs`, on the way with the fewest. Empty otherwise. */
    readonly needs: readonly Need[];
    /** Every way, whether its conditions are met or not; for `cannot-answer`, ways that this subject can never use. */
    readonly ways: readonly Way[];
    /** Why it is refused; absent when it is not. */
    readonly reason?: Refusal;
}

/** A refusal without any way. */
export function refusedFor(reason: Refusal): Verdict {
    return { answer: "refused", needs: [], ways: [], reason };
}

/** What this subject may do with this folder or secret, considering what is already fulfilled. */
export function judge(
    rights: Rights,
    item: Item,
    isSecret: boolean,
    privilege: SecretPrivilege,
    given: Given,
): Verdict {
    if (isSecret && !ofSecrets.has(privilege)) return refusedFor("not-for-a-secret");
    const byRole = rights.waysByRole(item, privilege);
    const byPolicy = rights.waysByPolicy(item, privilege);
    if (byRole.length + byPolicy.length === 0) return refusedFor("no-grant");
    // MFA and approvals are for people (docs/contracts/opa-api.md 2.6, 9).
    const isHuman = rights.subject.kind === "human";
    const ways = [...byRole.map(roleWay), ...byPolicy.map((way) => policyWay(way, isHuman ? given : {}))];
    if (ways.some(({ lacks }) => lacks.length === 0)) return { answer: "allowed", needs: [], ways };
    if (!isHuman) return { answer: "refused", needs: [], ways, reason: "cannot-answer" };
    const [nearest] = ways.toSorted((one, other) => one.lacks.length - other.lacks.length);
    return { answer: "needs", needs: nearest?.lacks ?? [], ways };
}

/** The privileges on a single secret; nothing can be made in it (docs/contracts/opa-api.md 3.2). */
const ofSecrets: ReadonlySet<SecretPrivilege> = new Set(["list", "secret_update", "secret_reveal", "secret_delete"]);

function policyWay({ policy, rule, principals, conditions }: WayByPolicy, given: Given): Way {
    const asks = conditions.map(needOf);
    return {
        by: "policy",
        policy: policy.name,
        policyId: policy.id,
        rule: rule.name,
        through: principals.map(({ name }) => name),
        asks,
        lacks: asks.filter((need) => !isMet(need, given)),
    };
}

function roleWay({ role, group }: WayByRole): Way {
    return { by: "role", role, through: [group.name], asks: [], lacks: [] };
}
