import {
    type Accepted,
    type DeclaredRules,
    levelOf,
    type RuleLevel,
    ruleLevels,
    ruleNames,
} from "../../team-secrets-space/authority/rules-schema";
import { dayOf } from "../../team-secrets-space/declared/day";
import type { Finding } from "./finding";

/** A finding, and what the rules say about it. */
export interface Judged extends Finding {
    readonly level: Exclude<RuleLevel, "ignore">;
    /** What accepts it, for all whom it is about. */
    readonly accepted: Accepted | undefined;
    /** Whether it stops the change. */
    readonly blocks: boolean;
}

/**
 * What the rules say about findings. Rules are those of base, so that a change cannot loosen them for itself, and those of head where they
 * are stricter; what is accepted is what base accepts.
 *
 * @param before The rules of base; undefined if base has none, because it has no platform file.
 */
export function judged(
    findings: readonly Finding[],
    before: DeclaredRules | undefined,
    after: DeclaredRules,
    nowMs: number,
): readonly Judged[] {
    const today = dayOf(nowMs);
    const accepting = (before?.accepted ?? []).filter(({ until }) => until >= today);
    const levels = new Map(
        ruleNames.map((name) => [name, stricter(levelOf(before ?? {}, name), levelOf(after, name))] as const),
    );
    return findings.flatMap((finding) => {
        const level = levels.get(finding.rule) ?? "ignore";
        if (level === "ignore") return [];
        const accepted = accepting.find((entry) => accepts(entry, finding));
        return [{ ...finding, level, accepted, blocks: level === "block" && finding.isOfChange && !accepted }];
    });
}

const stricter = (one: RuleLevel, other: RuleLevel): RuleLevel =>
    ruleLevels.indexOf(one) > ruleLevels.indexOf(other) ? one : other;

/** One that names somebody accepts a finding about nobody else. */
function accepts({ rule, path, who }: Accepted, finding: Finding): boolean {
    const isThere =
        path === undefined || finding.spot?.path === path || finding.spot?.path.startsWith(`${path}/`) === true;
    const [first, ...others] = finding.who;
    const isThem = who === undefined || (first?.toLowerCase() === who.toLowerCase() && isOneAlone(finding, others));
    return rule === finding.rule && isThere && isThem;
}

/** A finding about a policy also names whom it lets in. */
const isOneAlone = ({ rule }: Finding, others: readonly string[]): boolean => rule === "overlap" || others.length === 0;
