import { isDeepStrictEqual } from "node:util";
import type { Properties } from "../../../lifecycle/declared/plain";
import type { DeclaredGroup } from "../declared/principal-schema";

/** A group that a policy was given by a name, and the id that the name had then. */
export interface PinnedGroup {
    readonly name: string;
    readonly id: string;
}

/** The groups that are declared in what state keeps of a policy. */
export function declaredGroups({ principals }: Properties): readonly DeclaredGroup[] {
    const { userGroups } = Object(principals) as { userGroups?: unknown };
    return Array.isArray(userGroups) ? (userGroups as DeclaredGroup[]) : [];
}

/**
 * The only group of a policy that also declares the push which brings the group. Whatever its name, it stays the same
 * group: Okta may rename a pushed group along with its source (docs/contracts/okta-api.md 1.7), and that must not take the
 * access from a team. Undefined where nothing tells which group the name stood for.
 */
export function pinnedGroup(olds: Properties): PinnedGroup | undefined {
    const { pushedBy, userGroupIds } = olds;
    if (!Array.isArray(pushedBy) || pushedBy.length === 0 || !Array.isArray(userGroupIds)) return undefined;
    const [group, ...others] = declaredGroups(olds);
    const [id, ...more] = userGroupIds as string[];
    if (group?.name === undefined || id === undefined || others.length > 0 || more.length > 0) return undefined;
    return { name: group.name, id };
}

/** The same, for what is declared now: another push may bring another group of that name. */
export function stillPinned(olds: Properties, pushedBy: readonly string[] | undefined): PinnedGroup | undefined {
    return isDeepStrictEqual(olds["pushedBy"], pushedBy) ? pinnedGroup(olds) : undefined;
}
