import type { StackSettings } from "../../team-secrets-space/declared/stack-settings";
import type { OktaGroup, Seen } from "../look/seen";

/**
 * How a declaration names a group that the space would not manage: as the stack lists it, else by its name, or by its
 * id if several groups have that name (resources/okta/existing-group/find.ts).
 */
export function groupNames({ oktaGroups }: Seen, { groups = {} }: StackSettings): (group: OktaGroup) => string {
    const named = new Map<string, OktaGroup[]>();
    for (const group of oktaGroups.values()) named.set(group.name, [...(named.get(group.name) ?? []), group]);
    return ({ id, name }) => {
        const listed = Object.keys(groups).find((one) => groups[one]?.id === id);
        if (listed !== undefined) return listed;
        const all = named.get(name) ?? [];
        const own = all.filter(({ type }) => type !== "APP_GROUP");
        const meant = own.length > 0 ? own : all;
        return meant.length === 1 && meant[0]?.id === id && name === name.trim() ? name : id;
    };
}
