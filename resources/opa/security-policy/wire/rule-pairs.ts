import type { RuleAsDeclared } from "../declared/rule-schema";
import { secretRuleType, type WireRule } from "./wire";

/**
 * Which live rule belongs to which declared one: the one with its name and type, else one with its name. Where a name
 * repeats, the first belongs to the first (docs/contracts/opa-api.md 3.4).
 */
export function paired<Rule extends RuleAsDeclared>(
    declared: readonly Rule[],
    live: readonly WireRule[],
): ReadonlyMap<WireRule, Rule> {
    const pairs = new Map<WireRule, Rule>();
    const open = new Set(declared);
    for (const isOf of [isOfNameAndType, isOfName]) {
        for (const rule of open) {
            const found = live.find((one) => !pairs.has(one) && isOf(one, rule));
            if (!found) continue;
            pairs.set(found, rule);
            open.delete(rule);
        }
    }
    return pairs;
}

const isOfName = (live: WireRule, { name }: RuleAsDeclared): boolean => live.name === name;

const isOfNameAndType = (live: WireRule, rule: RuleAsDeclared): boolean =>
    isOfName(live, rule) && live.resource_type === (rule.raw ? rule.raw["resource_type"] : secretRuleType);
