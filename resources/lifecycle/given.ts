import { type Input, type Inputs, isUnknown, type Output, output, Resource } from "@pulumi/pulumi";
import type { z } from "zod";
import { holdsUnknown, unknownValue } from "./declared/unknown";

/**
 * What an output has besides its public face. The SDK's own code asks it so for what is known of a value
 * (docs/contracts/pulumi-engine.md 3.4).
 */
interface Partial {
    promise(withUnknowns: true): Promise<unknown>;
    readonly isSecret: Promise<boolean>;
}

/** The value, with `unknownValue` in place of each part, at any depth, that is not known in this preview. */
export async function asFarAsKnown(value: Input<unknown>): Promise<unknown> {
    return marked(await partial(output(value)).promise(true));
}

const partial = (value: Output<unknown>): Partial => value as unknown as Partial;

function marked(value: unknown): unknown {
    if (isUnknown(value)) return unknownValue;
    if (Array.isArray(value)) return value.map(marked);
    if (typeof value !== "object" || value === null || Resource.isInstance(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, marked(inner)]));
}

/**
 * A declaration as its check will make it: defaults where nothing is declared, canonical forms. A refresh with the program
 * compares what the engine is given with what state has, and would show the difference as one of the object
 * (docs/contracts/pulumi-engine.md 3.3). What does not fit the schema is for the check to tell.
 */
export function given(schema: z.ZodObject, args: Inputs): Inputs {
    const declared = Object.entries(schema.shape).flatMap(([key, field]) => {
        const value = args[key] === undefined ? canonical(field, undefined) : form(field, args[key]);
        return value === undefined ? [] : [[key, value] as const];
    });
    return { ...args, ...Object.fromEntries(declared) };
}

/** What is plain is in its form at once, and what has one part only as soon as that is known: Pulumi waits for a promise longer than for its value. */
function form(field: z.core.$ZodType, value: Input<unknown>): unknown {
    if (typeof value !== "object" || value === null) return canonical(field, value);
    return hasOnePart(field)
        ? (output(value) as Output<unknown>).apply((known) => canonical(field, known))
        : formOfParts(field, value);
}

/**
 * As soon as all of it is known. A part that is not known must not make all of it unknown, which it would be as an output; nor
 * a part that is secret, all of it secret.
 */
async function formOfParts(field: z.core.$ZodType, value: Input<unknown>): Promise<unknown> {
    const whole: Output<unknown> = output(value) as Output<unknown>;
    if (holdsUnknown(await asFarAsKnown(whole)) || (await partial(whole).isSecret)) return value;
    return whole.apply((known) => canonical(field, known));
}

/** Whether it is a text, a number or a yes or no: known or not known, secret or not, as a whole. */
function hasOnePart(schema: z.core.$ZodType): boolean {
    const { def } = (schema as z.core.$ZodTypes)._zod;
    switch (def.type) {
        case "default":
        case "optional":
        case "nullable":
            return hasOnePart(def.innerType);
        case "pipe":
            return hasOnePart(def.in);
        case "union":
            return def.options.every(hasOnePart);
        default:
            return ["string", "number", "boolean", "enum", "literal"].includes(def.type);
    }
}

function canonical(field: z.core.$ZodType, value: unknown): unknown {
    const parsed = (field as z.ZodType).safeParse(value ?? undefined);
    return parsed.success && parsed.data !== undefined ? parsed.data : value;
}
