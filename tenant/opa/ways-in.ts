import type { PolicyCondition, PolicyRule, Secret, SecretFolder, SecretPrivilege } from "../store/opa-records";
import type { OpaContext } from "./context";

/** A rule that gives a privilege, and what it asks of whoever uses it. */
export interface WayIn {
    readonly rule: PolicyRule;
    readonly conditions: readonly PolicyCondition[];
}

/** Every way to a privilege on a folder or secret that policies give the caller. */
export function waysIn(
    { rights, world }: OpaContext,
    item: SecretFolder | Secret,
    privilege: SecretPrivilege,
): readonly WayIn[] {
    const ways = rights.grants(item, privilege).map(({ rule }) => ({ rule, conditions: rule.conditions }));
    return world.settings.overlappingMfa === "strictest" ? withStrictestMfa(ways) : ways;
}

/** The ways that ask for nothing. */
export function freeWays(ways: readonly WayIn[]): WayIn[] {
    return ways.filter(({ conditions }) => conditions.length === 0);
}

/**
 * By help, the most restrictive MFA applies to overlapping policies; every other condition is its rule's own
 * (docs/contracts/opa-api.md 3.5).
 */
function withStrictestMfa(ways: readonly WayIn[]): readonly WayIn[] {
    const [strictest] = ways
        .flatMap(({ conditions }) => conditions.filter(isMfa))
        .sort((one, other) => laxity(one) - laxity(other));
    if (!strictest) return ways;
    return ways.map(({ rule, conditions }) => ({
        rule,
        conditions: [strictest, ...conditions.filter((one) => !isMfa(one))],
    }));
}

const isMfa = ({ type }: PolicyCondition): boolean => type === "mfa";

/** A factor that resists phishing is stricter than any other, and then the one that is asked for more often. */
function laxity({ value }: PolicyCondition): number {
    const seconds = Number(value["re_auth_frequency_in_seconds"] ?? 0);
    return value["acr_values"] === "phr" ? seconds - Number.MAX_SAFE_INTEGER : seconds;
}
