import type { z } from "zod";
import type { Properties } from "./plain";

/**
 * Brings what an older version of this package kept into the form that this version keeps: a property that is missing gets its
 * default, at any depth. What is there stays as it is, even where it could not be declared.
 */
export function defaulted(schema: z.core.$ZodType, kept: unknown): unknown {
    const { def } = (schema as z.core.$ZodTypes)._zod;
    switch (def.type) {
        case "default":
        case "optional":
        case "nullable":
            return defaulted(def.innerType, kept);
        case "pipe":
            return defaulted(def.in, kept);
        case "array":
            return Array.isArray(kept) ? kept.map((one: unknown) => defaulted(def.element, one)) : kept;
        case "union": {
            const fitting = def.options.find((one) => (one as z.ZodType).safeParse(kept).success);
            return fitting ? defaulted(fitting, kept) : kept;
        }
        case "object":
            return isBag(kept) ? withDefaults(def.shape, kept) : kept;
        default:
            return kept;
    }
}

function withDefaults(shape: z.core.$ZodShape, kept: Properties): Properties {
    const filled = { ...kept };
    for (const [key, schema] of Object.entries(shape)) {
        const value = kept[key] === undefined ? defaultOf(schema) : defaulted(schema, kept[key]);
        if (value !== undefined) filled[key] = value;
    }
    return filled;
}

/** In its canonical form; undefined when there is none. */
const defaultOf = (schema: z.core.$ZodType): unknown => (schema as z.ZodType).safeParse(undefined).data;

const isBag = (value: unknown): value is Properties =>
    typeof value === "object" && value !== null && !Array.isArray(value);
