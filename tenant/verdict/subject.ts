import type { OpaGroup, OpaUser, WorkloadRole } from "../store/opa-records";
import type { Store } from "../store/store";

/** Whoever asks for something in OPA, with what policies and roles know them by. */
export interface Subject {
    readonly name: string;
    /**
     * A person, or what cannot answer for itself: a rule with MFA or an approval is of no use to it
     * (docs/contracts/opa-api.md 2.6, 9).
     */
    readonly kind: "human" | "service" | "workload";
    /** The living groups it is in. */
    readonly groups: readonly OpaGroup[];
    readonly workloadRoles: readonly WorkloadRole[];
}

/** A user of the team, who is in no group while OPA does not let the user in. */
export function userAsSubject(store: Store, { name, userType, status }: OpaUser): Subject {
    const groups = status === "ACTIVE" ? groupsOf(store, name) : [];
    return { name, kind: userType, groups, workloadRoles: [] };
}

/** A workload that has shown itself to have one of these roles. */
export function workloadAsSubject(name: string, workloadRoles: readonly WorkloadRole[]): Subject {
    return { name, kind: "workload", groups: [], workloadRoles };
}

/** The living groups a user is in. */
export function groupsOf(store: Store, userName: string): OpaGroup[] {
    return [...store.opaGroups.values()].filter(
        (group) => group.deletedAtMs === undefined && group.members.has(userName),
    );
}
