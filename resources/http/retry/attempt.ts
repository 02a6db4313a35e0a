/** What travels with one try of a call through the wrappers, so that waits end in time and the log can tell them. */
export interface Attempt {
    /** 1 is the first try. */
    readonly number: number;
    /** When the whole call, with all its tries and waits, must have ended: epoch milliseconds of this machine. */
    readonly deadlineMs: number;
    /** When its last try must have left, if that is earlier: what it rests on will be too old then. */
    readonly startByMs?: number;
    /** Which budget the call was counted in. */
    bucket?: string;
    /** Milliseconds this try waited for its budget. */
    waitedMs?: number;
    /** Calls left in the budget once this one is counted, and the whole budget, as far as known. */
    left?: string;
}
