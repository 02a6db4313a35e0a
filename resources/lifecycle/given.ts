import { type Input, type Inputs, isUnknown, type Output, output, Resource } from "@pulumi/pulumi";
import type { z } from "zod";
import { holdsUnknown, unknownValue } from "./declared/unknown";

/**
 * Methods of an output that are not public. The SDK itself uses them to ask what is known of a value
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
 * A declaration as its check will make it: with defaults, in canonical form. A refresh with the program compares what the engine
 * is given with what state has, and would report any other form as drift of the object (docs/contracts/pulumi-engine.md 3.3). The
 * check reports what does not fit the schema.
 */
export function given(schema: z.ZodObject, args: Inputs): Inputs {
    const declared = Object.entries(schema.shape).map(([key, field]) => {
        // What has no value is named all the same: Pulumi makes an output of what is named only.
        const value = args[key] === undefined ? canonical(field, undefined) : form(field, args[key]);
        return [key, value] as const;
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
 * Puts a value into its canonical form as soon as all of it is known. A value that is partly unknown or secret is passed on as it
 * is: as an output, all of it would become unknown or secret.
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
