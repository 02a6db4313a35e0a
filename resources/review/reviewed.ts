import type { LiveRule } from "../access/document";
import type { Declared } from "./checkout/read-checkout";
import type { Moved } from "./checkout/rulings";
import type { Ruling } from "./rights/ruling";
import type { Ruled } from "./rights/subjects";
import type { Live } from "./snapshot";

/** The input of a review. */
export interface Reviewed {
    readonly base: Declared;
    readonly head: Declared;
    /** What exists in OPA, from `access snapshot`; undefined: it is not known. */
    readonly live: Live | undefined;
    /** Login of the person who proposes the change. */
    readonly author: string | undefined;
    readonly nowMs: number;
    /** What the command was asked to refuse. */
    readonly refuse?: Refuse | undefined;
}

/** What no change may do, whatever the rules say. */
export interface Refuse {
    /** Anything that gives somebody more, or the same under weaker conditions. */
    readonly noNewAccess?: boolean | undefined;
    /** Privileges that nobody may gain. */
    readonly neverGrant?: readonly string[] | undefined;
}

/** What counts on both sides. */
export interface Sides {
    readonly before: readonly Ruling[];
    readonly after: readonly Ruling[];
    readonly subjectsBefore: ReadonlyMap<string, Ruled>;
    readonly subjectsAfter: ReadonlyMap<string, Ruled>;
    readonly foreign: readonly LiveRule[];
    readonly moved: Moved;
}
