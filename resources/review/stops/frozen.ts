import type { Freeze } from "../../team-secrets-space/budget/limits-schema";
import { dayOf } from "../../team-secrets-space/declared/day";
import { quoted } from "../page/words";
import type { Measured } from "./measured";

/** A freeze that concerns a change. */
export interface Frozen extends Freeze {
    /** What of the change has to wait. */
    readonly waits: "removals" | "gains" | "any change of access";
}

/** The freeze that stops a change; it ends by itself when its last day, in UTC, is over. */
export function frozenBy(freeze: Freeze | undefined, change: Measured, nowMs: number): Frozen | undefined {
    if (!freeze || freeze.until < dayOf(nowMs)) return undefined;
    const waits = waitingIn(freeze.what, change);
    return waits && { ...freeze, waits };
}

function waitingIn(what: Freeze["what"], change: Measured): Frozen["waits"] | undefined {
    const { gains, weaker, loses } = change.effects;
    const isGain = gains.length + weaker.length > 0;
    const isRemoval = loses.length > 0 || change.kinds["folders-deleted"].items.length > 0;
    if (what === "all") return change.isChange ? "any change of access" : undefined;
    if (what === "gains") return isGain ? "gains" : undefined;
    return isRemoval ? "removals" : undefined;
}

/** Ends what a preview says of a freeze. */
export const wouldBeRefused = "This change would be refused by `pulumi up`.";

/** The freeze in a sentence. */
export const frozenInWords = ({ waits, by, until, why }: Frozen): string =>
    `Frozen: ${waits} until ${until} at its end (UTC), by ${quoted(by)}: ${quoted(why)}.`;
