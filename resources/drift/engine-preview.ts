import { z } from "zod";

const properties = z.record(z.string(), z.unknown());

const state = z.object({
    urn: z.string(),
    type: z.string(),
    id: z.string().optional(),
    parent: z.string().optional(),
    inputs: properties.optional(),
    outputs: properties.optional(),
});

const step = z.object({
    op: z.string(),
    urn: z.string(),
    oldState: state.nullish(),
    newState: state.nullish(),
});

const diagnostic = z.object({ message: z.string(), severity: z.string(), urn: z.string().optional() });

const preview = z.object({
    steps: z.array(step).default([]),
    diagnostics: z.array(diagnostic).nullish(),
    changeSummary: z.record(z.string(), z.number()).nullish(),
    maybeCorrupt: z.boolean().optional(),
});

/** A resource, as a step of the engine has it. */
export type EngineState = z.infer<typeof state>;

/** What the engine does, or would do, with a resource. */
export type EngineStep = z.infer<typeof step>;

/** What `pulumi preview --json` prints (docs/contracts/pulumi-engine.md 4). */
export type EnginePreview = z.infer<typeof preview>;

/** Reads it. Throws an error with a clear message if it is not such a document. */
export function previewFrom(text: string): EnginePreview {
    try {
        return preview.parse(JSON.parse(text));
    } catch {
        throw new Error(
            "This is not what `pulumi preview --refresh --run-program --json` prints: one JSON document with steps. Without --json, or cut " +
                "off, it cannot be read, and nothing is known of drift.",
        );
    }
}
