import type { LiveRule } from "../access/document";
import type { Grant } from "../team-secrets-space/declared/grants";
import type { StackSettings } from "../team-secrets-space/declared/stack-settings";
import type { Moved, Renamed } from "./checkout/rulings";
import type { Ruling, Spot } from "./rights/ruling";
import type { Ruled } from "./rights/subjects";
import type { Live } from "./snapshot";

/** What a team grants to some, as far as the page tells of it. */
export type ShownGrant = Pick<
    Grant,
    "level" | "members" | "group" | "opaGroup" | "workloadRole" | "groupName" | "policyName" | "hasAccess" | "folder"
>;

/** A team on one side of a change, as far as the page tells of it. */
export interface ShownTeam {
    readonly space: {
        readonly name: string;
        readonly conditions?: unknown;
        readonly access: Readonly<Record<string, { readonly conditions?: unknown }>>;
    };
    readonly grants: readonly ShownGrant[];
    /** Its folder; the folders inside are below it. */
    readonly spot: Spot;
}

/** One side of a change, as far as the page tells of it. */
export interface Shown {
    /** By name. */
    readonly teams: ReadonlyMap<string, ShownTeam>;
    readonly settings: StackSettings;
    /** The stack's file, by its name; undefined if there is none. */
    readonly stackFile: string | undefined;
}

/** The input of a review. */
export interface Reviewed {
    readonly base: Shown;
    readonly head: Shown;
    /** What exists in OPA, from `access snapshot`; undefined: it is not known. */
    readonly live: Live | undefined;
    /** Login of the person who proposes the change. */
    readonly author: string | undefined;
    /** What the code host calls that person where nobody knows the login; empty if the host does not say either. */
    readonly unknownAuthor?: string | undefined;
    readonly nowMs: number;
    /** What tells of the change: the files of two checkouts, or the engine's preview. */
    readonly from: "files" | "preview";
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

/** What becomes of a folder that is managed before the change. */
export interface Fate {
    /** Where it will be, or would be. */
    readonly spot: Spot;
    /** "replaced": a new, empty folder takes its place, and it is deleted if it is empty. */
    readonly fate: "stays" | "goes if empty" | "goes with its contents" | "replaced" | "is let go";
}

/** What counts on both sides. */
export interface Sides {
    readonly before: readonly Ruling[];
    readonly after: readonly Ruling[];
    readonly subjectsBefore: ReadonlyMap<string, Ruled>;
    readonly subjectsAfter: ReadonlyMap<string, Ruled>;
    readonly foreign: readonly LiveRule[];
    readonly moved: Moved;
    readonly renamed: readonly Renamed[];
    readonly fates: readonly Fate[];
    /** What the change does that nobody can know before `up`, in sentences. */
    readonly unclear: readonly string[];
    /** What else the source of the change cannot tell, in the form of `notKnown`. */
    readonly notKnown: readonly string[];
}
