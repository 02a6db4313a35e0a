/** The verdicts on a team, the gravest first; a team without any reason against it is clean. */
export const verdicts = ["foreign", "ambiguous", "partial", "differs", "clean"] as const;

/**
 * `clean`: a space takes it over as it is. `differs`: it exists, but a space cannot express all of it, or would make
 * it otherwise. `partial`: something is missing. `ambiguous`: there is more than one candidate, and none is chosen.
 * `foreign`: it belongs to somebody else.
 */
export type Verdict = (typeof verdicts)[number];

/** Why a team is not clean. */
export interface Reason {
    readonly verdict: Exclude<Verdict, "clean">;
    /** A sentence that says what exists. */
    readonly what: string;
    /** The remedy, if there is one. */
    readonly remedy?: string | undefined;
}

/** The gravest verdict of all. */
export const verdictOf = (reasons: readonly Reason[]): Verdict =>
    verdicts.find((one) => one === "clean" || reasons.some(({ verdict }) => verdict === one)) ?? "clean";
