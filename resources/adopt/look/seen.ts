import type { Mark } from "../../lifecycle/run/owner-mark";
import type { Container } from "../../opa/containers";
import type { OpaGroup } from "../../opa/groups/groups";
import type { ListedPolicy } from "../../opa/security-policy/wire/wire";

/** A group in Okta: one of its own, or one of an app. */
export interface OktaGroup {
    readonly id: string;
    readonly name: string;
    /** `OKTA_GROUP`, `APP_GROUP`, `BUILT_IN`. */
    readonly type: string;
    /** Empty if it has none. */
    readonly description: string;
    /** The app of a group that comes from one. */
    readonly appId: string | undefined;
}

/** A push of a group to OPA. */
export interface Push {
    readonly mappingId: string;
    readonly sourceGroupId: string;
    readonly targetGroupId: string;
    readonly status: string;
    /** The app it belongs to, as people name it. */
    readonly app: string;
    /** False if it belongs to another app than the one that the spaces push to. */
    readonly isOfApp: boolean;
}

/** A folder below the one that holds the teams' folders. */
export interface Folder {
    readonly id: string;
    readonly name: string;
    /** Ids from the team's folder down to this one. */
    readonly ids: readonly string[];
    /** Its path inside the team's folder; "" for the team's folder itself. */
    readonly path: string;
    readonly description: string;
    readonly mark: Mark | undefined;
}

/** The folder that holds the teams' folders, and those above it. */
export interface Parent {
    readonly resourceGroup: Container;
    readonly project: Container;
    /** Its whole path in the project. */
    readonly path: string;
    readonly folderIds: readonly string[];
}

/**
 * Everything that was read from Okta and OPA, to find out what belongs together. No secret's name, no secret's value.
 */
export interface Seen {
    /** The app that spaces push to. */
    readonly app: { readonly id: string; readonly label: string };
    readonly parent: Parent;
    readonly oktaGroups: ReadonlyMap<string, OktaGroup>;
    /** Okta groups whose members come from a rule. */
    readonly ruled: ReadonlySet<string>;
    /** Okta groups that the app is assigned to. */
    readonly assigned: ReadonlySet<string>;
    /** Apps that are directories, by id: Okta pushes their groups too. */
    readonly directories: ReadonlySet<string>;
    readonly pushes: readonly Push[];
    readonly opaGroups: ReadonlyMap<string, OpaGroup>;
    readonly policies: readonly ListedPolicy[];
    /** The teams' folders, and the folders inside them that a rule names or that carry a mark. */
    readonly folders: readonly Folder[];
    /** What may be missing here, as text, because the role that sees everything is missing. */
    readonly unseen: readonly string[];
}

/** Whether a mark belongs to the stack that asks. */
export type IsOwn = (owner: string) => boolean;
