import type { DeclaredCondition } from "../../opa/security-policy/declared/condition";

/** A condition that somebody must meet before a rule lets them in. */
export type Need =
    | {
          readonly kind: "mfa";
          readonly factor: "any" | "phishing-resistant";
          /** How old it may be; 0: needed each time. */
          readonly everySeconds: number;
      }
    | {
          readonly kind: "approval";
          readonly requestTypeId: string;
          readonly requestType: string;
          readonly lastsSeconds: number;
      };

/** One way to a privilege: all conditions must be met. Empty: nothing is required. */
export type Way = readonly Need[];

/** The conditions of a rule, as OPA has them. */
export function wayOf(conditions: readonly (DeclaredCondition | LiveCondition)[]): Way {
    return inOrder(conditions.map(needOf));
}

/** An MFA condition as OPA may have it. */
interface LiveCondition {
    readonly conditionType: "mfa";
    readonly reAuthFrequencyInSeconds: number;
    readonly acrValues: string;
}

function needOf(condition: DeclaredCondition | LiveCondition): Need {
    if (condition.conditionType === "mfa") {
        const factor = condition.acrValues === "phr" ? "phishing-resistant" : "any";
        return { kind: "mfa", factor, everySeconds: condition.reAuthFrequencyInSeconds };
    }
    return {
        kind: "approval",
        requestTypeId: condition.requestTypeId,
        requestType: condition.requestTypeName,
        lastsSeconds: condition.expiresAfterSeconds,
    };
}

/** Whether everybody who can go the other way can always go this one too. */
export const isNoHarder = (way: Way, other: Way): boolean =>
    way.every((need) => other.some((one) => implies(one, need)));

function implies(met: Need, asked: Need): boolean {
    if (met.kind === "mfa" && asked.kind === "mfa") {
        const isFactor = asked.factor === "any" || met.factor === "phishing-resistant";
        return isFactor && met.everySeconds <= asked.everySeconds;
    }
    return (
        met.kind === "approval" &&
        asked.kind === "approval" &&
        met.requestTypeId === asked.requestTypeId &&
        met.lastsSeconds <= asked.lastsSeconds
    );
}

/** A text that is the same for what requires the same: two names of one request type make no difference. */
export function sameText(value: unknown): string {
    const text = JSON.stringify(value);
    if (!text.includes('"requestType"')) return text;
    return JSON.stringify(value, (key, one: unknown) => (key === "requestType" ? undefined : one));
}

/** The ways that count, each once and in a fixed order, without those that another way makes needless. */
export function easiest(ways: readonly Way[]): readonly Way[] {
    const each = [...new Map(ways.map((way) => [JSON.stringify(way), way])).entries()];
    const kept = each.filter(([text, way]) =>
        each.every(([other, one]) => other === text || !isNoHarder(one, way) || (isNoHarder(way, one) && text < other)),
    );
    return kept.sort(([one], [other]) => (one < other ? -1 : 1)).map(([, way]) => way);
}

/**
 * The ways if OPA requires the strictest MFA of all rules that grant the same, as its help says, but not its API
 * (docs/contracts/opa-api.md 3.5).
 */
export function withStrictestMfa(ways: readonly Way[]): readonly Way[] {
    const [strictest] = ways
        .flatMap((way) => way.filter((need) => need.kind === "mfa"))
        .sort((one, other) => rank(one) - rank(other) || one.everySeconds - other.everySeconds);
    if (!strictest) return ways;
    return ways.map((way) => inOrder([strictest, ...way.filter(({ kind }) => kind !== "mfa")]));
}

const rank = ({ factor }: Extract<Need, { kind: "mfa" }>): number => (factor === "any" ? 1 : 0);

const inOrder = (needs: readonly Need[]): Way =>
    needs.toSorted((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? 1 : -1));
