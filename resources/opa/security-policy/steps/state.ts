import { existingIdKey, ownerKey, type Properties, plain } from "../../../lifecycle/declared/plain";
import type { OpaConnection } from "../../connection/connect";
import type { LiveProperties } from "../declared/effects";
import { inOrder } from "../declared/ordered";
import type { DeclaredGroup, DeclaredPrincipals } from "../declared/principal-schema";
import type { RuleAsDeclared } from "../declared/rule-schema";
import { type Declared, declaredSchema } from "../declared/schema";
import { rulesAsDeclared } from "../wire/rule-from-wire";
import { descriptionOf, type WirePolicy, type WireRule } from "../wire/wire";
import { type GroupsAsDeclared, groupsAsDeclared } from "./groups-as-declared";

/** A live policy: as one would declare it, and what no declaration describes. */
export interface LivePolicy {
    readonly inputs: Properties;
    readonly outputs: Properties;
    readonly groups: GroupsAsDeclared;
}

/**
 * A live policy as one would declare it, in the words of an earlier declaration where they still hold: a group by its
 * id, a resource group by its name, a raw rule as it was written.
 */
export async function asDeclared(opa: OpaConnection, live: WirePolicy, earlier: Properties): Promise<LivePolicy> {
    const groups = await groupsAsDeclared(opa, live, earlier);
    const { rules, others } = rulesAsDeclared(live.rules, rulesOf(earlier));
    const properties: Readonly<Record<keyof LiveProperties, unknown>> = {
        name: live.name,
        description: descriptionOf(live).text,
        active: live.active ?? false,
        ...scopeOf(live, earlier),
        principals: {
            userGroups: groups.groups satisfies readonly DeclaredGroup[],
            workloadRoles: inOrder(
                (live.principals?.workload_roles ?? []).map(({ id }) => ({ id })),
                ({ id }) => id,
            ),
        } satisfies Readonly<Record<keyof DeclaredPrincipals, unknown>>,
        rules,
    };
    const inputs = { ...plain(properties), ...oursAlone(earlier) };
    return { inputs, outputs: outputsOf(inputs, live, others), groups };
}

/** What state keeps of a policy: how it is declared, and the ids and rules that no declaration gives. */
export function outputsOf(declared: Properties, live: WirePolicy, others: readonly WireRule[]): Properties {
    return {
        ...declared,
        policyId: live.id,
        resourceGroupId: live.resource_group?.id,
        userGroupIds: (live.principals?.user_groups ?? []).map(({ id }) => id).sort(),
        otherRules: others.map(({ name, resource_type }) => `${name} (${resource_type ?? "no resource type"})`),
    };
}

/** The rules in what state keeps of a policy. */
export function rulesOf({ rules }: Properties): readonly RuleAsDeclared[] {
    return Array.isArray(rules) ? (rules as RuleAsDeclared[]) : [];
}

function scopeOf({ resource_group: group }: WirePolicy, { resourceGroup, resourceGroupId }: Properties) {
    if (!group) return { scope: "team", resourceGroup: undefined };
    return {
        scope: undefined,
        resourceGroup: group.id === resourceGroupId && typeof resourceGroup === "string" ? resourceGroup : group.id,
    };
}

const oursAloneSchema = declaredSchema.pick({
    onExisting: true,
    waitForGroups: true,
    pushedBy: true,
    [ownerKey]: true,
    [existingIdKey]: true,
} satisfies Record<Exclude<keyof Declared, keyof LiveProperties>, true>);

/** Declared properties that OPA does not keep, or that are not compared. */
const oursAlone = (earlier: Properties): Properties => oursAloneSchema.parse(earlier);
