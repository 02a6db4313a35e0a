import type { OpaGroup } from "../store/opa-records";
import type { World } from "../world";
import { timeOf } from "./context";

/** A group as the API shows it. Nothing shows whether it came from Okta (docs/contracts/opa-api.md 4.2). */
export function groupOnWire(group: OpaGroup, { store, settings }: World): Record<string, unknown> {
    const isDelegated = [...store.resourceGroups.values()].some(({ delegatedAdminGroupIds }) =>
        delegatedAdminGroupIds.includes(group.id),
    );
    return {
        id: group.id,
        name: group.name,
        roles: [...group.roles, ...(isDelegated ? ["delegated_resource_admin"] : [])],
        deleted_at: group.deletedAtMs === undefined ? liveness[settings.liveGroupDeletedAt] : timeOf(group.deletedAtMs),
    };
}

/** Documented samples of a group that is not deleted show both (docs/contracts/opa-api.md 4.2). */
const liveness = { "zero-time": "0001-01-01T00:00:00Z", null: null } as const;
