import { shown } from "../../lifecycle/declared/check";
import type { Mistake } from "../../lifecycle/declared/mistake";
import type { Properties } from "../../lifecycle/declared/plain";

/** How Pulumi hands over a date of a stack's file, 2024-01-31: as text, but not as it was written. */
const dateAsText = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)? [+-]\d{4} (\w+|[+-]\d{4})$/;

/** Texts of a team that YAML took for a date or for nothing, because they stand without quotes; numbers a schema finds. */
export function unquotedIn(team: Properties): readonly Mistake[] {
    return Object.entries(team).flatMap(([property, value]) => [
        ...unquoted(property, value),
        ...(Array.isArray(value) ? value.flatMap((item, index) => unquoted(`${property}[${index}]`, item)) : []),
    ]);
}

function unquoted(property: string, value: unknown): Mistake[] {
    if (value === null) {
        const reason = "is empty. Write a value, in quotes if it is ~ or null, or remove it.";
        return [{ property, reason }];
    }
    if (typeof value !== "string" || !dateAsText.test(value)) return [];
    return [{ property, reason: `${shown(value)}: was read as a date, not as text. Write what you mean in quotes.` }];
}
