/** A surviving mutant. */
export interface Left {
    /** File, line and column. */
    readonly at: string;
    /** The mutated code. */
    readonly replacement: string;
    /** Whether a test reaches it at all. */
    readonly isReached: boolean;
}

/** The result for one room. */
export interface Result {
    readonly room: string;
    readonly changes: number;
    readonly noticed: number;
    /** How many of the noticed ones were noticed only because a test did not end. */
    readonly byTime: number;
    readonly left: readonly Left[];
    readonly wallSeconds: number;
    /** Processor time of all processes; undefined where the system does not report it. */
    readonly cpuSeconds?: number | undefined;
}

/** The goal: the percentage of mutants that tests must kill. */
export const goal = 90;

/** Rounded down, so that a share below the goal is never shown as the goal. */
export const shareOf = ({ changes, noticed }: Pick<Result, "changes" | "noticed">): number =>
    changes === 0 ? 100 : Math.floor((1000 * noticed) / changes) / 10;
