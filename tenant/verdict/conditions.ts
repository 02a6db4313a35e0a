import type { PolicyCondition } from "../store/opa-records";

/** What somebody has done before asking. */
export interface Given {
    /** The factor of an MFA that is recent enough for every rule. Default `none`. */
    readonly mfa?: "none" | "any" | "phishing-resistant";
    /** Whether somebody has approved, whatever the rule's request type, and the approval still lasts. Default false. */
    readonly approved?: boolean;
}

/** What a rule asks of whoever uses it. */
export type Need =
    | {
          readonly kind: "mfa";
          readonly factor: "any" | "phishing-resistant";
          /** How old it may be; 0 for one each time. */
          readonly everySeconds: number;
      }
    | {
          readonly kind: "approval";
          readonly requestTypeId: string;
          readonly requestType: string;
          /** How long an approval lasts. */
          readonly lastsSeconds: number;
      }
    /** On servers only; nobody can have one for a secret. */
    | { readonly kind: "gateway" };

/** A condition in words of its own. */
export function needOf({ type, value }: PolicyCondition): Need {
    if (type === "mfa") {
        const factor = value["acr_values"] === "phr" ? "phishing-resistant" : "any";
        return { kind: "mfa", factor, everySeconds: Number(value["re_auth_frequency_in_seconds"] ?? 0) };
    }
    if (type === "gateway") return { kind: "gateway" };
    return {
        kind: "approval",
        requestTypeId: String(value["request_type_id"]),
        requestType: String(value["request_type_name"]),
        lastsSeconds: Number(value["expires_after_seconds"]),
    };
}

/** Whether that is enough for this need. */
export function isMet(need: Need, { mfa = "none", approved = false }: Given): boolean {
    if (need.kind === "approval") return approved;
    if (need.kind === "gateway") return false;
    return mfa === "phishing-resistant" || (mfa === "any" && need.factor === "any");
}

/**
 * By help, the most restrictive MFA applies to overlapping policies; every other condition is its rule's own
 * (docs/contracts/opa-api.md 3.5).
 */
export function withStrictestMfa<Way extends { readonly conditions: readonly PolicyCondition[] }>(
    ways: readonly Way[],
): readonly Way[] {
    const [strictest] = ways
        .flatMap(({ conditions }) => conditions.filter(isMfa))
        .sort((one, other) => laxity(one) - laxity(other));
    if (!strictest) return ways;
    return ways.map((way) => ({ ...way, conditions: [strictest, ...way.conditions.filter((one) => !isMfa(one))] }));
}

const isMfa = ({ type }: PolicyCondition): boolean => type === "mfa";

/** A factor that resists phishing is stricter than any other, and then the one that is asked for more often. */
function laxity({ value }: PolicyCondition): number {
    const seconds = Number(value["re_auth_frequency_in_seconds"] ?? 0);
    return value["acr_values"] === "phr" ? seconds - Number.MAX_SAFE_INTEGER : seconds;
}
