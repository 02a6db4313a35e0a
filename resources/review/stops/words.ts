import type { DeclaredLimits } from "../../team-secrets-space/budget/limits";
import { type Broken, refusedIn, type Stops } from "./stops-of";

/** Why a change is stopped, and how it can go on: for whoever ran the program. */
export function refusedInWords(stops: Stops, { where, prefix }: Pick<DeclaredLimits, "where" | "prefix">): string {
    const refused = refusedIn(stops);
    const entries = refused.flatMap(({ entry }) => entry ?? []);
    return [
        "This change goes beyond what one change may do; nothing was changed:",
        ...refused.map((one) => `  ${ruleInWords(one)}`),
        ...stops.accident.map((sign) => `It looks like an accident: ${sign}`),
        `If it is meant, add this to ${where}. It holds for this change alone:`,
        `  ${prefix}overrides:`,
        ...entries.map((entry) => `    ${entry}`),
    ].join("\n");
}

/** A rule that a change breaks, in a sentence or two. */
const ruleInWords = ({ rule, what, but }: Broken): string => [`${rule}: ${what}.`, ...but].join(" ");
