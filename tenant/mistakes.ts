import type { z } from "zod";

/** The tenant does not understand its input: lists everything that is wrong with it. */
export class Mistakes extends Error {
    constructor(readonly mistakes: readonly string[]) {
        super(`The tenant does not understand this: ${mistakes.join("; ")}`);
    }
}

/** The input as the schema reads it. Throws `Mistakes` when it does not fit. */
export function understood<Schema extends z.ZodType>(schema: Schema, told: unknown): z.output<Schema> {
    const read = schema.safeParse(told);
    if (read.success) return read.data;
    throw new Mistakes(read.error.issues.map(({ path, message }) => [...path, message].join(": ")));
}

/** An object without the keys whose value is undefined, as exact optional types require. */
export function withoutUndefined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
    return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as never;
}
