import { isDeepStrictEqual } from "node:util";
import type { Properties } from "../../lifecycle/plain";
import { shared } from "../../lifecycle/shared";
import type { OpaConnection } from "../connection";
import { groupNamed } from "../groups";
import { type Declared, type DeclaredGroup, type DeclaredRule, declaredSchema } from "./schema";
import { covers, ruleFromWire, type WirePolicy } from "./wire";

/** Milliseconds for which all policies share one look at a group. */
const freshMs = 10_000;

/**
 * A live policy as one would declare it, in the words of an earlier declaration where they still hold: a group by its
 * name, a resource group by its name, a raw rule as it was written.
 */
export async function asDeclared(opa: OpaConnection, live: WirePolicy, earlier: Properties): Promise<Declared> {
    const resourceGroupId = live.resource_group?.id;
    const { resourceGroup, scope, ...others } = earlier;
    const { onExisting, waitForGroups } = declaredSchema.pick({ onExisting: true, waitForGroups: true }).parse(others);
    const sameGroup = resourceGroupId === earlier["resourceGroupId"] && typeof resourceGroup === "string";
    return {
        name: live.name,
        description: live.description ?? "",
        active: live.active ?? false,
        ...(resourceGroupId
            ? { resourceGroup: sameGroup ? resourceGroup : resourceGroupId }
            : { scope: "team" as const }),
        principals: {
            userGroups: byNameThenId(await liveGroups(opa, live, earlier)),
            workloadRoles: (live.principals?.workload_roles ?? [])
                .map(({ id }) => ({ id }))
                .sort((a, b) => (a.id < b.id ? -1 : 1)),
        },
        rules: (live.rules ?? [])
            .map((rule) => inEarlierWords(ruleFromWire(rule), earlier))
            .sort((a, b) => (a.name < b.name ? -1 : 1)),
        onExisting,
        waitForGroups,
    };
}

/** The groups that still exist. One that OPA marks is looked up: which way the mark points is unconfirmed (3.2). */
async function liveGroups(opa: OpaConnection, live: WirePolicy, earlier: Properties): Promise<DeclaredGroup[]> {
    const names = declaredNames(earlier);
    const groups: DeclaredGroup[] = [];
    for (const { id, name, missing } of live.principals?.user_groups ?? []) {
        if (name && missing !== undefined && missing !== null) {
            const there = await shared(opa, `group ${name}`, freshMs, () => groupNamed(opa, name));
            if (there?.id !== id) continue;
        }
        groups.push(name && names.has(name) ? { name } : { id });
    }
    return groups;
}

function declaredNames(earlier: Properties): ReadonlySet<string> {
    const declared = declaredSchema.shape.principals.safeParse(earlier["principals"]);
    return new Set(declared.success ? declared.data.userGroups.flatMap(({ name }) => name ?? []) : []);
}

const byNameThenId = (groups: DeclaredGroup[]): DeclaredGroup[] =>
    groups.sort((a, b) => (`${a.name ?? ""} ${a.id ?? ""}` < `${b.name ?? ""} ${b.id ?? ""}` ? -1 : 1));

function inEarlierWords(rule: DeclaredRule, earlier: Properties): DeclaredRule {
    const rules = Array.isArray(earlier["rules"]) ? (earlier["rules"] as DeclaredRule[]) : [];
    const written = rules.find(({ name }) => name === rule.name);
    return written?.raw && covers(written.raw, rule.raw) ? written : rule;
}

/** Where a live policy is not the declared one: property names. */
export function differingProperties(declared: Declared, live: Declared): readonly string[] {
    const compared = ["name", "description", "active", "resourceGroup", "scope", "principals", "rules"] as const;
    return compared.filter((property) => !isDeepStrictEqual(declared[property], live[property]));
}
