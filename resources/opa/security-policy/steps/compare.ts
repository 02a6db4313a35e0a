import { isDeepStrictEqual } from "node:util";
import { endsLikeMark, isOver, markIn } from "../../../lifecycle/run/owner-mark";
import type { DeclaredCondition } from "../declared/condition";
import type { RuleInWords } from "../declared/rule-schema";
import type { Goal } from "../wire/policy-to-wire";
import { canonical, rawOf } from "../wire/raw-rule";
import { rulesInWords } from "../wire/rule-from-wire";
import { descriptionOf, type NamedObject, type WirePolicy } from "../wire/wire";

/** One way in which a live policy is not the declared one. */
export interface Difference {
    readonly property: "name" | "description" | "active" | "resourceGroup" | "principals" | "rules";
    /** A sentence with what is there and what is declared. */
    readonly said: string;
}

/**
 * Where a live policy is not what is declared; empty when it is. By ids and never by names, flags that are absent as
 * false, principals as a set, rules by name (docs/contracts/opa-api.md 3.4).
 */
export function differencesOf(goal: Goal, live: WirePolicy): readonly Difference[] {
    const { declared } = goal;
    return [
        ...scalar("name", live.name, declared.name),
        ...description(descriptionOf(live).text, declared.description),
        ...mark(goal, live),
        ...scalar("active", live.active ?? false, declared.active),
        ...scope(goal, live),
        ...principals(goal, live),
        ...rules(goal, live),
    ];
}

/** Differences as the end of a sentence. */
export const inWords = (differences: readonly Difference[]): string => differences.map(({ said }) => said).join("; ");

function scalar(property: Difference["property"], there: unknown, declared: unknown): Difference[] {
    if (there === declared) return [];
    return [{ property, said: `${property} is ${JSON.stringify(there)}, declared ${JSON.stringify(declared)}` }];
}

function description(there: string, declared: string): Difference[] {
    // Nobody declares such an end: OPA has cut the mark behind the description off.
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
    return [
        ...members("group", groups ?? [], resolved.userGroups),
        ...members("workload role", roles ?? [], declared.principals.workloadRoles),
    ];
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
    const { rules: there, others } = rulesInWords(live.rules, declared.rules);
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

function ruleDifferences(declared: RuleInWords, there: RuleInWords): string[] {
    if (isDeepStrictEqual(there, declared)) return [];
    const rule = `rule "${declared.name}"`;
    if (declared.raw || there.raw) {
        const path = differingPath(canonical(there.raw ?? {}), canonical(withoutName(declared.raw)));
        return [declared.raw && there.raw ? `${rule} differs at ${path}` : `${rule} has another form than declared`];
    }
    const [on, declaredOn] = [there, declared].map((one) => one.secretFolderId ?? `secret ${one.secretId}`);
    return [
        ...(on === declaredOn ? [] : [`${rule} is on ${on}, declared on ${declaredOn}`]),
        ...listed(rule, "grants", there.privileges ?? [], declared.privileges ?? []),
        ...listed(
            rule,
            "requires",
            (there.conditions ?? []).map(condition),
            (declared.conditions ?? []).map(condition),
        ),
    ];
}

function listed(rule: string, verb: string, there: readonly string[], declared: readonly string[]): string[] {
    if (isDeepStrictEqual(there, declared)) return [];
    return [`${rule} ${verb} ${there.join(", ") || "nothing"}, declared ${declared.join(", ") || "nothing"}`];
}

function condition(one: DeclaredCondition): string {
    return one.conditionType === "mfa"
        ? `MFA (${one.acrValues}, every ${one.reAuthFrequencyInSeconds} s)`
        : `approval "${one.requestTypeName}" (${one.requestTypeId}, ${one.expiresAfterSeconds} s)`;
}

const withoutName = ({ name: _name, ...raw }: NonNullable<RuleInWords["raw"]> = {}) => rawOf({ name: "", ...raw });

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
