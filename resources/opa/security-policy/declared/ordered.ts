import type { z } from "zod";

/** The list sorted by what `key` gives, by code units, the same on every machine; equal ones keep their places. */
export function inOrder<T>(list: readonly T[], key: (one: T) => string): T[] {
    return [...list].sort((one, other) => compared(key(one), key(other)));
}

function compared(one: string, other: string): number {
    if (one === other) return 0;
    return one < other ? -1 : 1;
}

/**
 * Refuses an item of a declared list whose key an earlier one has too.
 *
 * @param words What to say of it, given the place of the earlier one.
 * @param path Which part of the item is at fault; nothing for the whole.
 */
export function eachOnce<T>(key: (one: T) => string, words: (twin: number) => string, ...path: string[]) {
    return (list: readonly T[], issues: z.RefinementCtx) => {
        for (const [index, one] of list.entries()) {
            const twin = list.findIndex((other) => key(other) === key(one));
            if (twin === index) continue;
            issues.addIssue({ code: "custom", path: [index, ...path], message: words(twin) });
        }
    };
}
