import type { z } from "zod";

/** The tenant was told something that it does not understand: all that is wrong with it. */
export class Mistakes extends Error {
    constructor(readonly mistakes: readonly string[]) {
        super(`The tenant does not understand this: ${mistakes.join("; ")}`);
    }
}

/** What was told, as the schema reads it. Throws when it is not as it should be. */
export function understood<Schema extends z.ZodType>(schema: Schema, told: unknown): z.output<Schema> {
    const read = schema.safeParse(told);
    if (read.success) return read.data;
    throw new Mistakes(read.error.issues.map(({ path, message }) => [...path, message].join(": ")));
}

/** An object without the keys that have no value, as exact types want it. */
export function withoutUndefined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
    return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as never;
}
