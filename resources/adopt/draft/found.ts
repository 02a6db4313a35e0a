import type { Declaration } from "./declaration";
import type { Judged } from "./draft";

/** A team as it was found. */
export interface Found extends Judged {
    /** Undefined unless the team is clean. */
    readonly declaration: Declaration | undefined;
    /** The people in the groups that become `members`, by the group's id in Okta. */
    readonly people: ReadonlyMap<string, readonly string[]>;
}
