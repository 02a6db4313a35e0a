import { isDeepStrictEqual } from "node:util";
import type { Nothing } from "../../../lifecycle/declared/whole";
import { endsLikeMark, isOver, markIn } from "../../../lifecycle/run/owner-mark";
import type { DeclaredAccessRequest, DeclaredCondition, DeclaredMfa } from "../declared/condition";
import type { LiveProperties } from "../declared/effects";
import type { DeclaredPrincipals } from "../declared/principal-schema";
import type { RuleAsDeclared } from "../declared/rule-schema";
import type { Goal } from "../wire/policy-to-wire";
import { canonical, rawOf } from "../wire/raw-rule";
import { rulesAsDeclared } from "../wire/rule-from-wire";
import { descriptionOf, type NamedObject, type WirePolicy } from "../wire/wire";

/** One way in which a live policy is not the declared one. */
export interface Difference {
    readonly property: keyof LiveProperties;
    /** A sentence with what is there and what is declared. */
    readonly said: string;
}

/**
 * Where a live policy is not what is declared; empty when it is. By ids and never by names, flags that are absent as
 * false, principals as a set, rules by name (docs/contracts/opa-api.md 3.4).
 */
export function differencesOf(goal: Goal, live: WirePolicy): readonly Difference[] {
    return Object.values(differencesIn).flatMap((compared) => compared(goal, live));
}

const differencesIn: {
    readonly [Property in keyof LiveProperties]: (goal: Goal, live: WirePolicy) => readonly Difference[];
} = {
    name: ({ declared }, { name }) => scalar("name", name, declared.name),
    description: (goal, live) => [
        ...description(descriptionOf(live).text, goal.declared.description),
        ...mark(goal, live),
    ],
    active: ({ declared }, { active }) => scalar("active", active ?? false, declared.active),
    resourceGroup: scope,
    // Compared as the absence of a resource group.
    scope: () => [],
    principals,
    rules,
};

/** Differences as the end of a sentence. */
export const inWords = (differences: readonly Difference[]): string => differences.map(({ said }) => said).join("; ");

function scalar(property: Difference["property"], there: unknown, declared: unknown): Difference[] {
    if (there === declared) return [];
    return [{ property, said: `${property} is ${JSON.stringify(there)}, declared ${JSON.stringify(declared)}` }];
}

function description(there: string, declared: string): Difference[] {
    // Nobody declares a description with such an end: OPA has cut the mark off.
    if (!endsLikeMark(there)) return scalar("description", there, declared);
    const said = `description is cut off: ${JSON.stringify(there)}, and a shorter one must be declared`;
    return [{ property: "description", said }];
}

function mark({ declared }: Goal, live: WirePolicy): Difference[] {
    if (!isOver(markIn(declared), descriptionOf(live).mark)) return [];
    return [{ property: "description", said: "the mark of another resource is at the end of its description" }];
}

function scope({ resolved: { resourceGroupId } }: Goal, { resource_group: group }: WirePolicy): Difference[] {
    if (group?.id === resourceGroupId) return [];
    const there = group ? `is for resource group ${named(group)}` : "is for every resource group";
    const declared = resourceGroupId ? `resource group ${resourceGroupId}` : "every resource group";
    return [{ property: "resourceGroup", said: `it ${there}, declared for ${declared}` }];
}

function principals({ declared, resolved }: Goal, live: WirePolicy): Difference[] {
    const { user_groups: groups, workload_roles: roles } = live.principals ?? {};
    const differencesOfKind: { readonly [Kind in keyof Required<DeclaredPrincipals>]: readonly Difference[] } = {
        userGroups: members("group", groups ?? [], resolved.userGroups),
        workloadRoles: members("workload role", roles ?? [], declared.principals.workloadRoles),
    };
    return Object.values(differencesOfKind).flat();
}

function members(what: string, there: readonly Named[], declared: readonly Named[]): Difference[] {
    const missing = declared.filter(({ id }) => !there.some((one) => one.id === id));
    const extra = there.filter(({ id }) => !declared.some((one) => one.id === id));
    return [
        ...missing.map((one) => ({ property: "principals", said: `${what} ${named(one)} is missing` }) as const),
        ...extra.map(
            (one) => ({ property: "principals", said: `policy includes undeclared ${what} ${named(one)}` }) as const,
        ),
    ];
}

type Named = Pick<NamedObject, "id" | "name">;

const named = ({ id, name }: Named): string => (name ? `"${name}" (${id})` : id);

function rules({ declared, declaredBefore }: Goal, live: WirePolicy): Difference[] {
    const { rules: there, others } = rulesAsDeclared(live.rules, declared.rules);
    const open = [...there];
    const said = declared.rules.flatMap((rule) => {
        const found = open.findIndex(({ name }) => name === rule.name);
        if (found < 0) return [`rule "${rule.name}" is missing`];
        const [same] = open.splice(found, 1);
        return same ? ruleDifferences(rule, same) : [];
    });
    const undeclared = [...open, ...others.filter(({ name }) => declaredBefore.has(name))];
    return [...said, ...undeclared.map(({ name }) => `policy includes undeclared rule "${name}"`)].map((one) => ({
        property: "rules",
        said: one,
    }));
}

function ruleDifferences(declared: RuleAsDeclared, there: RuleAsDeclared): string[] {
    if (isDeepStrictEqual(there, declared)) return [];
    const { name, secretFolderId, secretId, privileges, conditions, raw, ...rest } = declared;
    rest satisfies Nothing;
    const rule = `rule "${name}"`;
    if (raw || there.raw) {
        const path = differingPath(canonical(there.raw ?? {}), canonical(withoutName(raw)));
        return [raw && there.raw ? `${rule} differs at ${path}` : `${rule} has another form than declared`];
    }
    const on = there.secretFolderId ?? `secret ${there.secretId}`;
    const declaredOn = secretFolderId ?? `secret ${secretId}`;
    return [
        ...(on === declaredOn ? [] : [`${rule} is on ${on}, declared on ${declaredOn}`]),
        ...listed(rule, "grants", there.privileges ?? [], privileges ?? []),
        ...listed(rule, "requires", (there.conditions ?? []).map(condition), (conditions ?? []).map(condition)),
    ];
}

function listed(rule: string, verb: string, there: readonly string[], declared: readonly string[]): string[] {
    if (isDeepStrictEqual(there, declared)) return [];
    return [`${rule} ${verb} ${there.join(", ") || "nothing"}, declared ${declared.join(", ") || "nothing"}`];
}

function condition(one: DeclaredCondition): string {
    return one.conditionType === "mfa" ? mfa(one) : approval(one);
}

function mfa({ conditionType: _type, acrValues, reAuthFrequencyInSeconds, ...rest }: DeclaredMfa): string {
    rest satisfies Nothing;
    return `MFA (${acrValues}, every ${reAuthFrequencyInSeconds} s)`;
}

function approval(one: DeclaredAccessRequest): string {
    const { conditionType: _type, requestTypeId, requestTypeName, expiresAfterSeconds, ...rest } = one;
    rest satisfies Nothing;
    return `approval "${requestTypeName}" (${requestTypeId}, ${expiresAfterSeconds} s)`;
}

const withoutName = ({ name: _name, ...raw }: NonNullable<RuleAsDeclared["raw"]> = {}) => rawOf({ name: "", ...raw });

/** The first place where two values differ, as one would write it. */
function differingPath(there: unknown, declared: unknown, path = ""): string {
    if (!isObject(there) || !isObject(declared)) return path || "its top";
    const keys = [...new Set([...Object.keys(declared), ...Object.keys(there)])];
    const key = keys.find((one) => !isDeepStrictEqual(there[one], declared[one]));
    return key === undefined ? path : differingPath(there[key], declared[key], path ? `${path}.${key}` : key);
}

function isObject(value: unknown): value is Record<string, unknown> {
    return typeof value === "object" && value !== null;
}
