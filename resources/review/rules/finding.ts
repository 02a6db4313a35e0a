import type { RuleName } from "../../team-secrets-space/authority/rules-schema";
import type { Row } from "../page/document";
import type { Spot } from "../rights/ruling";

/** Something that a rule finds. */
export interface Finding {
    readonly rule: RuleName;
    /** Where; undefined if it is about no folder. */
    readonly spot: Spot | undefined;
    /** Who it is about: logins, groups, workload roles, or a policy. */
    readonly who: readonly string[];
    /** A sentence, with other people's names in quotes. */
    readonly what: string;
    /** Whether this change makes it so. Only that can block a change. */
    readonly isOfChange: boolean;
}

/** Everybody whom a row is about. */
export const whoIn = ({ people, serviceUsers, groups, workloadRoles }: Row): readonly string[] => [
    ...people,
    ...serviceUsers,
    ...groups.map(({ name }) => name),
    ...workloadRoles.map(({ name }) => name),
];
