import type { Need } from "../../../tenant/verdict/conditions";

/** What somebody has done when asking for something. */
export interface Moment {
    readonly factor: "none" | "any" | "phishing-resistant";
    readonly mfaSeconds: number;
    readonly approval: string;
    readonly approvedSeconds: number;
}

/** Every moment that conditions could tell apart: each age that some rule names, and one second more. */
export function momentsFor(needs: readonly Need[]): readonly Moment[] {
    const ages = (all: readonly number[]) => [...new Set([0, ...all.flatMap((one) => [one, one + 1])])];
    const mfaAges = ages(needs.flatMap((need) => (need.kind === "mfa" ? [need.everySeconds] : [])));
    const approvedAges = ages(needs.flatMap((need) => (need.kind === "approval" ? [need.lastsSeconds] : [])));
    const types = [...new Set(needs.flatMap((need) => (need.kind === "approval" ? [need.requestTypeId] : [])))];
    const factors = [
        { factor: "none", mfaSeconds: 0 } as const,
        ...(["any", "phishing-resistant"] as const).flatMap((factor) =>
            mfaAges.map((mfaSeconds) => ({ factor, mfaSeconds })),
        ),
    ];
    const approvals = [
        { approval: "", approvedSeconds: 0 },
        ...types.flatMap((approval) => approvedAges.map((approvedSeconds) => ({ approval, approvedSeconds }))),
    ];
    return factors.flatMap((one) => approvals.map((other) => ({ ...one, ...other })));
}

/** Whether one of these ways is open, at each of the moments: two lists of ways are alike if this is. */
export const openAt = (ways: readonly (readonly Need[])[], moments: readonly Moment[]): string =>
    moments.map((moment) => (ways.some((way) => way.every((need) => isMet(need, moment))) ? "1" : "0")).join("");

function isMet(need: Need, { factor, mfaSeconds, approval, approvedSeconds }: Moment): boolean {
    if (need.kind === "gateway") return false;
    if (need.kind === "approval") return approval === need.requestTypeId && approvedSeconds <= need.lastsSeconds;
    const isFactor = need.factor === "any" ? factor !== "none" : factor === "phishing-resistant";
    return isFactor && mfaSeconds <= need.everySeconds;
}
