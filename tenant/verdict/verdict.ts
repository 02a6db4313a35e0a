import type { SecretPrivilege } from "../store/opa-records";
import { type Given, isMet, type Need, needOf } from "./conditions";
import type { Item } from "./grants";
import type { Rights, WayByPolicy, WayByRole } from "./rights";

/** One way to a privilege, through what it leads, and what is still lacking on it. */
export type Way =
    | {
          readonly by: "policy";
          readonly policy: string;
          readonly policyId: string;
          readonly rule: string;
          /** The names of the groups, or of the workload roles, through which the policy is theirs. */
          readonly through: readonly string[];
          /** What the way asks for, met or not. */
          readonly asks: readonly Need[];
          /** What of it is not met. */
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
    /** There is no folder and no secret there. */
    | "no-such-path"
    /** Neither Okta nor OPA knows this person, or no workload role is of this name. */
    | "no-such-subject"
    /** Somebody of Okta whom no push has brought to OPA. */
    | "not-in-opa"
    /** OPA does not let the user in: disabled or deleted. */
    | "not-active"
    /** The token satisfies no workload role. */
    | "no-workload-role"
    /** The privilege is one of folders, and this is a secret. */
    | "not-for-a-secret"
    /** No active policy gives it, and no role. */
    | "no-grant"
    /** Some rule gives it with conditions, which a service user or a workload cannot meet. */
    | "cannot-answer";

/** May they? */
export interface Verdict {
    readonly answer: "allowed" | "needs" | "refused";
    /** What is lacking when the answer is `needs`: on the way that lacks least. Empty otherwise. */
    readonly needs: readonly Need[];
    /** Every way there is, open or not; of one that is refused those that nobody can go. */
    readonly ways: readonly Way[];
    /** Why it is refused; absent when it is not. */
    readonly reason?: Refusal;
}

/** A verdict that no way leads to. */
export function refusedFor(reason: Refusal): Verdict {
    return { answer: "refused", needs: [], ways: [], reason };
}

/** What this subject may do with this folder or secret, given what was done before. */
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

/** What can be done with a single secret; nothing can be made in it (docs/contracts/opa-api.md 3.2). */
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
