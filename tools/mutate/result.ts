/** A change that no test noticed. */
export interface Left {
    /** File, line and column. */
    readonly at: string;
    /** What stood there instead. */
    readonly replacement: string;
    /** Whether a test reaches it at all. */
    readonly isReached: boolean;
}

/** What the changes of one room came to. */
export interface Result {
    readonly room: string;
    readonly changes: number;
    readonly noticed: number;
    /** Of the noticed ones: those after which a test did not end. */
    readonly byTime: number;
    readonly left: readonly Left[];
    readonly wallSeconds: number;
    /** Processor time of all processes; undefined where the system does not tell. */
    readonly cpuSeconds?: number | undefined;
}

/** Percent of the changes that a test notices, as the goal is set. */
export const goal = 90;

/** Rounded down, so that what is below the goal is shown so. */
export const shareOf = ({ changes, noticed }: Pick<Result, "changes" | "noticed">): number =>
    changes === 0 ? 100 : Math.floor((1000 * noticed) / changes) / 10;
