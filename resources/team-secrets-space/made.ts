import type * as okta from "@pulumi/okta";
import type { GroupPushMapping } from "../okta/group-push-mapping/group-push-mapping";
import type { OpaSecurityPolicy } from "../opa/security-policy/opa-security-policy";

/** What a level of access is made of. */
export interface MadeLevel {
    /** The Okta group of its `members`. */
    readonly group: okta.group.Group | undefined;
    readonly memberships: okta.GroupMemberships | undefined;
    /** The push of its group; undefined for a group or a role that OPA has. */
    readonly mapping: GroupPushMapping | undefined;
    readonly policy: OpaSecurityPolicy;
}
