/** What is to be said of a team, the gravest first; one that has nothing to be said against it is clean. */
export const verdicts = ["foreign", "ambiguous", "partial", "differs", "clean"] as const;

/**
 * `clean`: a space takes it over as it is. `differs`: it is there, but the model cannot say all of it, or a space would make it otherwise.
 * `partial`: something is missing. `ambiguous`: there is more than one candidate, and none is chosen. `foreign`: somebody else's.
 */
export type Verdict = (typeof verdicts)[number];

/** Why a team is not clean. */
export interface Reason {
    readonly verdict: Exclude<Verdict, "clean">;
    /** A sentence with what is there. */
    readonly what: string;
    /** What makes it clean, where there is such a thing. */
    readonly remedy?: string | undefined;
}

/** The gravest of all. */
export const verdictOf = (reasons: readonly Reason[]): Verdict =>
    verdicts.find((one) => one === "clean" || reasons.some(({ verdict }) => verdict === one)) ?? "clean";
