import type { Mark } from "../lifecycle/run/owner-mark";
import type { GroupMember } from "../opa/groups/group-members";
import type { ListedPolicy } from "../opa/security-policy/wire/wire";

/** What was seen of OPA, to work out from it who may do what where. */
export interface Seen {
    readonly policies: readonly ListedPolicy[];
    readonly folders: readonly SeenFolder[];
    /** The live groups by id; undefined when the service user is not allowed to list them. */
    readonly groups: ReadonlyMap<string, SeenGroup> | undefined;
    /** Whether every folder of the team is among them, so that one that is missing is gone. */
    readonly isEveryFolderSeen: boolean;
    /** What else could not be seen, in words. */
    readonly unseen: readonly string[];
}

/** A folder where it is, with the ids of the secrets directly in it: no secret's name. */
export interface SeenFolder {
    readonly id: string;
    readonly resourceGroupId: string;
    readonly resourceGroup: string;
    readonly projectId: string;
    readonly project: string;
    readonly path: string;
    /** Whether OPA said what its description is, and with it whose mark it has. */
    readonly isDescribed: boolean;
    readonly mark: Mark | undefined;
    /** Undefined at the top of the project. */
    readonly parentId: string | undefined;
    readonly secretIds: readonly string[];
}

/** A live group; its members only where some policy is for it. */
export interface SeenGroup {
    readonly name: string;
    /** Such as "security_admin"; everybody in the group has them. */
    readonly roles: readonly string[];
    /** Undefined when the service user is not allowed to list them. */
    readonly members: readonly GroupMember[] | undefined;
}
