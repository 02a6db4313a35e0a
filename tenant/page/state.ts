import type { RecordedRequest } from "../request-log";
import type { AppAssignment, GroupPushMapping, OktaApp, OktaGroup, OktaUser } from "../store/okta-records";
import type {
    OpaGroup,
    OpaUser,
    Project,
    ResourceGroup,
    Secret,
    SecretFolder,
    SecurityPolicy,
} from "../store/opa-records";
import type { Access } from "../verdict/access";
import type { Need } from "../verdict/conditions";

/** What the page reads from `GET /control/state`, and all of `GET /control/access`. */
export interface State {
    readonly access: readonly Access[];
    readonly users: readonly Pick<OktaUser, "id" | "login" | "firstName" | "lastName" | "status">[];
    readonly groups: readonly Pick<OktaGroup, "id" | "name" | "description" | "type">[];
    /** User ids by group id. */
    readonly memberships: Readonly<Record<string, readonly string[]>>;
    readonly apps: readonly Pick<OktaApp, "id" | "name" | "label">[];
    /** By app id, then by the id of the assigned group. */
    readonly appAssignments: Readonly<Record<string, Readonly<Record<string, AppAssignment>>>>;
    /** User ids by app id. */
    readonly directAssignments: Readonly<Record<string, readonly string[]>>;
    readonly mappings: readonly Omit<GroupPushMapping, "seq">[];
    readonly opaUsers: readonly Pick<OpaUser, "name" | "userType" | "status">[];
    readonly opaGroups: readonly OpaGroupInState[];
    readonly deletedOpaGroups: readonly OpaGroupInState[];
    readonly resourceGroups: readonly Omit<ResourceGroup, "seq">[];
    readonly projects: readonly Omit<Project, "seq">[];
    readonly folders: readonly Pick<SecretFolder, Placed | "parentId">[];
    readonly secrets: readonly Pick<Secret, Placed | "parentId">[];
    readonly policies: readonly Omit<SecurityPolicy, "seq">[];
}

type Placed = "id" | "name" | "description" | "resourceGroupId" | "projectId";

export type { Access, Need };

/** One entry of `GET /control/requests`. */
export type Request = Readonly<RecordedRequest>;

type OpaGroupInState = Omit<OpaGroup, "members" | "seq"> & { readonly members: readonly string[] };
