import { warn } from "../../../http/output/say";
import { targetsOf } from "../wire/targets";
import { type NamedObject, otherPrincipals, type WirePolicy } from "../wire/wire";
import type { GroupsAsDeclared } from "./groups-as-declared";

/**
 * Warns of what a policy references although it is gone, and of principals that no declaration can name. A lost group also shows
 * as drift; a lost folder is re-created by its own resource.
 */
export function warnOfLoose(policy: WirePolicy, { gone, seen }: GroupsAsDeclared): void {
    const groups = gone.map((group) => `group ${named(group)}`);
    const folders = deadTargets(policy, seen).map(({ rule, target }) => `target ${named(target)} of rule "${rule}"`);
    for (const kind of otherPrincipals(policy)) {
        warn(
            `Security policy "${policy.name}" (${policy.id}) is also for principals that this version does not know (${kind}): they ` +
                "have what it grants, and are left in it.",
        );
    }
    for (const lost of [...groups, ...folders]) {
        warn(
            `Security policy "${policy.name}" (${policy.id}) still references deleted ${lost}, which grants no access.`,
        );
    }
}

/**
 * Targets that OPA marks as missing. Used only where OPA marks no existing group as missing: which way the flag points is
 * not confirmed (docs/contracts/opa-api.md 3.2).
 */
function deadTargets(policy: WirePolicy, seen: GroupsAsDeclared["seen"]): { rule: string; target: NamedObject }[] {
    const alive = (policy.principals?.user_groups ?? []).filter(({ id }) => seen.has(id));
    if (alive.length === 0 || alive.some(({ missing }) => missing === true)) return [];
    return (policy.rules ?? []).flatMap((rule) =>
        targetsOf(rule).flatMap((target) => (target.missing === true ? [{ rule: rule.name, target }] : [])),
    );
}

const named = ({ id, name }: NamedObject): string => (name ? `"${name}" (${id})` : id);
