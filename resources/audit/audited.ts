import type { Access } from "../access/document";
import type { Mark } from "../lifecycle/run/owner-mark";
import type { Declared } from "../review/checkout/read-checkout";
import type { Spot } from "../review/rights/ruling";

/** Where folders are: a resource group and a project in it. */
export interface Container {
    readonly resourceGroup: string;
    readonly project: string;
    /** Undefined where only names were seen. */
    readonly ids?: { readonly resourceGroup: string; readonly project: string };
}

/** A policy as far as an audit needs it beside its rules; also one that is switched off. */
export interface MarkedPolicy {
    readonly id: string;
    readonly name: string;
    readonly isActive: boolean;
    readonly mark: Mark | undefined;
}

export interface MarkedFolder extends Spot {
    readonly id: string;
    readonly mark: Mark;
}

/** What only a look at OPA shows: a snapshot has no marks. */
export interface Marks {
    readonly policies: readonly MarkedPolicy[];
    readonly folders: readonly MarkedFolder[];
    /** Administrators' roles of groups, by the group's name. */
    readonly roles: ReadonlyMap<string, readonly string[]>;
}

export interface OktaGroup {
    readonly id: string;
    readonly name: string;
    readonly description: string;
}

export interface Push {
    readonly id: string;
    readonly app: string;
    readonly sourceGroupId: string;
    /** The group's name in OPA; undefined: Okta does not say. */
    readonly target: string | undefined;
}

/** What only a look at Okta shows. */
export interface OktaSide {
    /** Okta's own groups, not those of apps. */
    readonly groups: readonly OktaGroup[];
    readonly pushes: readonly Push[];
}

/** What goes into an audit. */
export interface Audited {
    readonly declared: Declared;
    readonly access: Access;
    readonly containers: readonly Container[];
    /** Undefined: only a snapshot was seen. */
    readonly marks: Marks | undefined;
    /** Undefined: Okta was not looked at. */
    readonly okta: OktaSide | undefined;
    /** The project and the stack, as marks have them. */
    readonly project: string;
    readonly stack: string;
    readonly nowMs: number;
}
