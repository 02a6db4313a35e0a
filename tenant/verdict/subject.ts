import type { OpaGroup, OpaUser, WorkloadRole } from "../store/opa-records";
import type { Store } from "../store/store";

/** Whoever asks for something in OPA, with the groups and roles that policies know them by. */
export interface Subject {
    readonly name: string;
    /**
     * A human, or a subject that cannot answer a prompt: it can never use a rule with MFA or an approval
     * (docs/contracts/opa-api.md 2.6, 9).
     */
    readonly kind: "human" | "service" | "workload";
    /** The subject's groups that are not deleted. */
    readonly groups: readonly OpaGroup[];
    readonly workloadRoles: readonly WorkloadRole[];
}

/** A user of the team. While OPA does not let the user in, the user is in no group. */
export function userAsSubject(store: Store, { name, userType, status }: OpaUser): Subject {
    const groups = status === "ACTIVE" ? groupsOf(store, name) : [];
    return { name, kind: userType, groups, workloadRoles: [] };
}

/** A workload that has proved to have these roles. */
export function workloadAsSubject(name: string, workloadRoles: readonly WorkloadRole[]): Subject {
    return { name, kind: "workload", groups: [], workloadRoles };
}

/** The user's groups that are not deleted. */
export function groupsOf(store: Store, userName: string): OpaGroup[] {
    return [...store.opaGroups.values()].filter(
        (group) => group.deletedAtMs === undefined && group.members.has(userName),
    );
}
