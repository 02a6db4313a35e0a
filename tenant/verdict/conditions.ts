import type { PolicyCondition } from "../store/opa-records";

/** What somebody has already fulfilled before the question. */
export interface Given {
    /** The factor of an MFA that is recent enough for every rule. Default `none`. */
    readonly mfa?: "none" | "any" | "phishing-resistant";
    /** Whether somebody has approved, for any request type, and the approval is still valid. Default false. */
    readonly approved?: boolean;
}

/** What a rule demands of everybody who uses it. */
export type Need =
    | {
          readonly kind: "mfa";
          readonly factor: "any" | "phishing-resistant";
          /** How old it may be; 0 demands a new one each time. */
          readonly everySeconds: number;
      }
    | {
          readonly kind: "approval";
          readonly requestTypeId: string;
          readonly requestType: string;
          /** How long an approval lasts. */
          readonly lastsSeconds: number;
      }
    /** For servers only; nobody can fulfil it for a secret. */
    | { readonly kind: "gateway" };

/** A condition of a policy as a `Need`. */
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

/** Whether what is given fulfils this need. */
export function isMet(need: Need, { mfa = "none", approved = false }: Given): boolean {
    if (need.kind === "approval") return approved;
    if (need.kind === "gateway") return false;
    return mfa === "phishing-resistant" || (mfa === "any" && need.factor === "any");
}

/**
 * By Okta's help, the most restrictive MFA applies to overlapping policies; every other condition stays with its own rule
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

/** A factor that resists phishing is stricter than any other; next, the one that is demanded more often is stricter. */
function laxity({ value }: PolicyCondition): number {
    const seconds = Number(value["re_auth_frequency_in_seconds"] ?? 0);
    return value["acr_values"] === "phr" ? seconds - Number.MAX_SAFE_INTEGER : seconds;
}
