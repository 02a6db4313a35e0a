import { isDeepStrictEqual } from "node:util";
import type { Properties } from "./declared/plain";
import { holdsUnknown } from "./declared/unknown";
import type { Whole } from "./declared/whole";

/**
 * What a changed property does. "update": the service keeps it, and is sent it. "store": state keeps it, for later or for what
 * an update looks up again. "replace": the object is made anew. "nothing": it only matters while creating.
 */
type Effect = "update" | "store" | "replace" | "nothing";

/** One row per declared property. */
export type Effects<Declared> = Readonly<Record<keyof Declared & string, Effect>>;

/** The part of a declaration whose rows in the table have one of these effects; what may be absent stands there as `undefined`. */
export type Having<Declared, Table extends Effects<Declared>, Sought extends Effect> = Whole<
    Pick<Declared, { [Key in keyof Table]: Table[Key] extends Sought ? Key & keyof Declared : never }[keyof Table]>
>;

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
    const having = (...sought: readonly Effect[]) =>
        changed.filter(([, effect]) => sought.includes(effect)).map(([property]) => property);
    return { update: having("update", "store"), replace: having("replace") };
}
