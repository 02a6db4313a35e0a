import type {
    OpaGroup,
    OpaRole,
    OpaUser,
    Secret,
    SecretFolder,
    SecurityPolicy,
    WorkloadConnection,
    WorkloadRole,
} from "./opa-records";
import type { Store } from "./store";

/** Adds a user to the OPA team, and so to the group `everyone`, or returns the existing user with this name. */
export function makeOpaUser(store: Store, name: string, userType: OpaUser["userType"]): OpaUser {
    const known = store.opaUsers.get(name);
    if (known) return known;
    const user: OpaUser = { id: store.ids.opa(), seq: store.ids.next(), name, userType, status: "ACTIVE" };
    store.opaUsers.set(name, user);
    store.opaGroupNamed("everyone")?.members.add(name);
    return user;
}

/** Adds a group to the OPA team. */
export function makeOpaGroup(store: Store, name: string, roles: readonly OpaRole[], members: string[] = []): OpaGroup {
    const id = store.ids.opa();
    const group: OpaGroup = { id, seq: store.ids.next(), name, roles: [...roles], members: new Set(members) };
    store.opaGroups.set(group.id, group);
    return group;
}

/** Adds a secret folder. */
export function makeFolder(
    store: Store,
    nowMs: number,
    by: string,
    given: Pick<SecretFolder, "name" | "description" | "parentId" | "resourceGroupId" | "projectId">,
): SecretFolder {
    const folder = made(store, nowMs, by, given);
    store.folders.set(folder.id, folder);
    return folder;
}

/** Adds a secret: its name and its folder. */
export function makeSecret(
    store: Store,
    nowMs: number,
    by: string,
    given: Pick<Secret, "name" | "description" | "parentId" | "resourceGroupId" | "projectId">,
): Secret {
    const secret = made(store, nowMs, by, given);
    store.secrets.set(secret.id, secret);
    return secret;
}

function made<Given extends object>(store: Store, nowMs: number, by: string, given: Given) {
    const id = store.ids.opa();
    const seq = store.ids.next();
    return { id, seq, ...given, createdMs: nowMs, createdBy: by, updatedMs: nowMs, updatedBy: by };
}

/** Adds a security policy. */
export function makePolicy(store: Store, given: Omit<SecurityPolicy, "id" | "seq">): SecurityPolicy {
    const policy: SecurityPolicy = { id: store.ids.opa(), seq: store.ids.next(), ...given };
    store.policies.set(policy.id, policy);
    return policy;
}

/** Makes OPA trust an issuer of tokens for workloads. */
export function makeWorkloadConnection(
    store: Store,
    nowMs: number,
    by: string,
    given: Pick<WorkloadConnection, "name" | "description" | "status" | "jwksUrl" | "conditions" | "tokenSeconds">,
): WorkloadConnection {
    const connection = made(store, nowMs, by, given);
    store.workloadConnections.set(connection.id, connection);
    return connection;
}

/** Adds a role for workloads. */
export function makeWorkloadRole(
    store: Store,
    nowMs: number,
    by: string,
    given: Pick<WorkloadRole, "name" | "description" | "requirements">,
): WorkloadRole {
    const role = made(store, nowMs, by, given);
    store.workloadRoles.set(role.id, role);
    return role;
}
