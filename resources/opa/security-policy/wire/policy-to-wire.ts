import type { Properties } from "../../../lifecycle/declared/plain";
import type { Nothing } from "../../../lifecycle/declared/whole";
import { markFor, markIn, withMark } from "../../../lifecycle/run/owner-mark";
import type { DeclaredAccessRequest, DeclaredCondition, DeclaredMfa } from "../declared/condition";
import type { LiveProperties } from "../declared/effects";
import type { DeclaredPrincipals } from "../declared/principal-schema";
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
    const { resourceGroupId } = resolved;
    const { name, description, active, principals, rules, resourceGroup, scope, ...rest }: LiveDeclared = declared;
    rest satisfies Nothing;
    const mine = {
        type: live?.type ?? "default",
        name,
        description: withMark(description, markFor(markIn(declared), live && descriptionOf(live).mark)),
        active,
        principals: principalsToWire(principals, resolved),
    };
    const group = resourceGroupId && laidOver(groupThere, { id: resourceGroupId, type: "resource_group" });
    return {
        ...(laidOver(others, mine) as Properties),
        ...(group ? { resource_group: group } : {}),
        rules: rulesToWire(rules, rulesThere ?? [], declaredBefore),
    };
}

type LiveDeclared = Pick<Declared, keyof LiveProperties>;

function principalsToWire(
    { userGroups: _resolved, workloadRoles, ...rest }: DeclaredPrincipals,
    { userGroups }: Resolved,
) {
    rest satisfies Nothing;
    return {
        user_groups: userGroups.map(({ id }) => ({ id, type: "user_group" })),
        workload_roles: workloadRoles.map(({ id }) => ({ id, type: "workload_role" })),
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
    const { name, secretFolderId, secretId, privileges: granted, conditions, raw, ...rest } = rule;
    rest satisfies Nothing;
    if (raw) return { ...(there?.["id"] ? { id: there["id"] } : {}), ...raw, name };
    const isSameKind = there?.resource_type === secretRuleType;
    const kind = secretFolderId ? "secret_folder" : "secret";
    const target = { id: secretFolderId ?? secretId, type: kind };
    const flags = privileges.map((one) => [one, granted?.includes(one) ?? false] as const);
    // A privilege that a later OPA added cannot have been declared: it is revoked.
    const refused = isSameKind ? unknownGrants(flagsOf(there)).map((one) => [one, false] as const) : [];
    const mine = {
        name,
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
        conditions: (conditions ?? []).map(conditionToWire),
    };
    return isSameKind ? laidOver(there, mine) : mine;
}

function flagsOf(rule: WireRule): Properties {
    const granted: readonly unknown[] = Array.isArray(rule["privileges"]) ? rule["privileges"] : [];
    const secret = granted.find((one) => Object(one).privilege_type === "secret");
    return Object(Object(secret).privilege_value) as Properties;
}

function conditionToWire(condition: DeclaredCondition): Properties {
    const value = condition.conditionType === "mfa" ? mfaToWire(condition) : requestToWire(condition);
    return {
        condition_type: condition.conditionType,
        condition_value: { _type: condition.conditionType, ...value },
    };
}

function mfaToWire({ conditionType: _type, reAuthFrequencyInSeconds, acrValues, ...rest }: DeclaredMfa) {
    rest satisfies Nothing;
    return { re_auth_frequency_in_seconds: reAuthFrequencyInSeconds, acr_values: acrValues };
}

function requestToWire(condition: DeclaredAccessRequest) {
    const { conditionType: _type, requestTypeId, requestTypeName, expiresAfterSeconds, ...rest } = condition;
    rest satisfies Nothing;
    return {
        request_type_id: requestTypeId,
        request_type_name: requestTypeName,
        expires_after_seconds: expiresAfterSeconds,
    };
}
