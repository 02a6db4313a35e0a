import type { KeyObject } from "node:crypto";

/** The states of an Okta user. */
export type OktaUserStatus =
    | "STAGED"
    | "PROVISIONED"
    | "ACTIVE"
    | "RECOVERY"
    | "PASSWORD_EXPIRED"
    | "LOCKED_OUT"
    | "SUSPENDED"
    | "DEPROVISIONED";

/** A person in Okta. */
export interface OktaUser {
    readonly id: string;
    readonly seq: number;
    login: string;
    email: string;
    firstName: string;
    lastName: string;
    status: OktaUserStatus;
    readonly createdMs: number;
    lastUpdatedMs: number;
    statusChangedMs: number;
}

/** A group in Okta; an `APP_GROUP` belongs to an app, such as the target of a push. */
export interface OktaGroup {
    readonly id: string;
    readonly seq: number;
    name: string;
    description: string | null;
    readonly type: "OKTA_GROUP" | "APP_GROUP" | "BUILT_IN";
    /** The app an `APP_GROUP` belongs to. */
    readonly appId?: string;
    readonly createdMs: number;
    lastUpdatedMs: number;
    lastMembershipUpdatedMs: number;
}

/** An app integration in Okta. */
export interface OktaApp {
    readonly id: string;
    readonly seq: number;
    /** The catalogue's key, for example `okta_privileged_access_sso`. */
    readonly name: string;
    label: string;
    status: "ACTIVE" | "INACTIVE";
    features: string[];
    readonly signOnMode: string | null;
    readonly createdMs: number;
    lastUpdatedMs: number;
}

/** The assignment of an app to a group: its members may use the app. */
export interface AppAssignment {
    readonly seq: number;
    priority: number;
    lastUpdatedMs: number;
}

/** A rule that puts people into groups. The tenant stores rules and runs none: `importMembers()` does what one would. */
export interface GroupRule {
    readonly id: string;
    readonly seq: number;
    readonly name: string;
    status: "ACTIVE" | "INACTIVE" | "INVALID";
    /** In Okta's expression language. */
    readonly expression: string;
    readonly groupIds: readonly string[];
    readonly excludedUserIds: readonly string[];
    readonly createdMs: number;
    readonly lastUpdatedMs: number;
}

/** What a mapping to Active Directory has besides its groups. */
export interface AppConfig {
    readonly type: string;
    readonly distinguishedName: string;
    readonly groupScope: string;
    readonly groupType: string;
    readonly samAccountName: string;
}

/** A group push mapping: a group is pushed to an app. */
export interface GroupPushMapping {
    readonly id: string;
    readonly seq: number;
    readonly appId: string;
    readonly sourceGroupId: string;
    readonly targetGroupId: string;
    status: "ACTIVE" | "INACTIVE" | "ERROR";
    readonly createdMs: number;
    lastUpdatedMs: number;
    lastPushMs?: number;
    /** Why it is in ERROR. The API hardly ever shows it (docs/contracts/okta-api.md 1.6). */
    errorSummary?: string;
    readonly appConfig?: AppConfig;
}

/** A service app that gets access tokens with its own key. */
export interface OAuthClient {
    readonly id: string;
    readonly seq: number;
    /** The `kid` of its key. */
    readonly keyId: string;
    readonly publicKey: KeyObject;
    /** The scopes granted to it. */
    scopes: string[];
    /** Whether its token requests must carry a proof of possession. */
    requiresDpop: boolean;
    /** Whether it has an admin role. Without one, scopes alone give 403 (docs/contracts/okta-api.md 3). */
    hasRole: boolean;
}
