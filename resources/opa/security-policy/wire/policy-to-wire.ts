import type { Properties } from "../../../lifecycle/declared/plain";
import { markFor, markIn, withMark } from "../../../lifecycle/run/owner-mark";
import type { DeclaredCondition } from "../declared/condition";
import { privileges, unknownGrants } from "../declared/privileges";
import type { DeclaredRule } from "../declared/rule-schema";
import type { Declared } from "../declared/schema";
import type { Resolved } from "../steps/resolve";
import { laidOver } from "./laid-over";
import { paired } from "./rule-pairs";
import { descriptionOf, isOnOtherThings, secretRuleType, type WirePolicy, type WireRule } from "./wire";

/** What a policy is to become. */
export interface Goal {
    /** With the mark of its resource. */
    readonly declared: Declared;
    readonly resolved: Resolved;
    /** Names of rules on other things that were declared before: they are removed once they no longer are. */
    readonly declaredBefore: ReadonlySet<string>;
}

/**
 * The policy to send: the live one, if any, with all that is declared put in its place. Rules on secrets that are not
 * declared are removed; rules on other things stay as they are.
 */
export function policyToWire({ declared, resolved, declaredBefore }: Goal, live?: WirePolicy): Properties {
    const { resource_group: groupThere, rules: rulesThere, ...others } = live ?? {};
    const { resourceGroupId, userGroups } = resolved;
    const mine = {
        type: live?.type ?? "default",
        name: declared.name,
        description: withMark(declared.description, markFor(markIn(declared), live && descriptionOf(live).mark)),
        active: declared.active,
        principals: {
            user_groups: userGroups.map(({ id }) => ({ id, type: "user_group" })),
            workload_roles: declared.principals.workloadRoles.map(({ id }) => ({ id, type: "workload_role" })),
        },
    };
    const group = resourceGroupId && laidOver(groupThere, { id: resourceGroupId, type: "resource_group" });
    return {
        ...(laidOver(others, mine) as Properties),
        ...(group ? { resource_group: group } : {}),
        rules: rulesToWire(declared.rules, rulesThere ?? [], declaredBefore),
    };
}

/** In the order that is there; new ones at the end. */
function rulesToWire(
    declared: readonly DeclaredRule[],
    there: readonly WireRule[],
    declaredBefore: ReadonlySet<string>,
): readonly unknown[] {
    const pairs = paired(declared, there);
    const found = new Set(pairs.values());
    const kept = there.flatMap((rule) => {
        const mine = pairs.get(rule);
        if (mine) return [ruleToWire(mine, rule)];
        return isOnOtherThings(rule) && !declaredBefore.has(rule.name) ? [rule] : [];
    });
    return [...kept, ...declared.filter((rule) => !found.has(rule)).map((rule) => ruleToWire(rule))];
}

function ruleToWire(rule: DeclaredRule, there?: WireRule): unknown {
    if (rule.raw) return { ...(there?.["id"] ? { id: there["id"] } : {}), ...rule.raw, name: rule.name };
    const isSameKind = there?.resource_type === secretRuleType;
    const kind = rule.secretFolderId ? "secret_folder" : "secret";
    const target = { id: rule.secretFolderId ?? rule.secretId, type: kind };
    const flags = privileges.map((one) => [one, rule.privileges?.includes(one) ?? false] as const);
    // A privilege that a later OPA added cannot have been declared: it is revoked.
    const refused = isSameKind ? unknownGrants(flagsOf(there)).map((one) => [one, false] as const) : [];
    const mine = {
        name: rule.name,
        resource_type: secretRuleType,
        resource_selector: {
            _type: secretRuleType,
            selectors: [{ selector_type: kind, selector: { _type: kind, [kind]: target } }],
        },
        privileges: [
            {
                privilege_type: "secret",
                privilege_value: { _type: "secret", ...Object.fromEntries([...flags, ...refused]) },
            },
        ],
        conditions: (rule.conditions ?? []).map(conditionToWire),
    };
    return isSameKind ? laidOver(there, mine) : mine;
}

function flagsOf(rule: WireRule): Properties {
    const granted: readonly unknown[] = Array.isArray(rule["privileges"]) ? rule["privileges"] : [];
    const secret = granted.find((one) => Object(one).privilege_type === "secret");
    return Object(Object(secret).privilege_value) as Properties;
}

function conditionToWire(condition: DeclaredCondition): Properties {
    const { conditionType } = condition;
    const value =
        condition.conditionType === "mfa"
            ? {
                  re_auth_frequency_in_seconds: condition.reAuthFrequencyInSeconds,
                  acr_values: condition.acrValues,
              }
            : {
                  request_type_id: condition.requestTypeId,
                  request_type_name: condition.requestTypeName,
                  expires_after_seconds: condition.expiresAfterSeconds,
              };
    return { condition_type: conditionType, condition_value: { _type: conditionType, ...value } };
}
