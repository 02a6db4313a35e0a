/** One mistake in a declaration: which property, and what to change. */
export interface Mistake {
    /** As one would write it: "rules[0].privileges". */
    readonly property: string;
    readonly reason: string;
}

/** A heading, then a line for each mistake. */
export function mistakesInWords(heading: string, mistakes: readonly Mistake[]): string {
    return [heading, ...mistakes.map(({ property, reason }) => `  ${property}: ${reason}`)].join("\n");
}

/** Throws one Error with every mistake, if there is any. */
export function refuseMistakes(heading: string, mistakes: readonly Mistake[]): void {
    if (mistakes.length > 0) throw new Error(mistakesInWords(heading, mistakes));
}
