import { isDeepStrictEqual } from "node:util";
import type { Properties } from "./declared/plain";
import { holdsUnknown } from "./declared/unknown";

/**
 * What a changed property does: send an update, make the object anew, or nothing (it only matters while creating).
 */
type Effect = "update" | "replace" | "nothing";

/** One row per declared property. */
export type Effects<Declared> = Readonly<Record<keyof Declared & string, Effect>>;

/** True when what is declared is what is there, although it may be written otherwise (an id for a name). */
export type Same = (property: string, there: unknown, declared: unknown, olds: Properties) => boolean;

export interface Differences {
    readonly update: readonly string[];
    readonly replace: readonly string[];
}

/** Compares what is there (the outputs) with what is declared (checked inputs), property by property. */
export function differences<Declared>(
    effects: Effects<Declared>,
    olds: Properties,
    news: Properties,
    same: Same = (_property, there, declared) => isDeepStrictEqual(there, declared),
): Differences {
    const changed = Object.entries<Effect>(effects).filter(
        ([property]) => holdsUnknown(news[property]) || !same(property, olds[property], news[property], olds),
    );
    const having = (effect: Effect) => changed.filter(([, its]) => its === effect).map(([property]) => property);
    return { update: having("update"), replace: having("replace") };
}
