import { z } from "zod";

const properties = z.record(z.string(), z.unknown());

const state = z.object({
    urn: z.string(),
    type: z.string(),
    id: z.string().optional(),
    /** False for a component. */
    custom: z.boolean().optional(),
    parent: z.string().optional(),
    /** Whether the object stays when the resource goes. */
    retainOnDelete: z.boolean().optional(),
    inputs: properties.optional(),
    outputs: properties.optional(),
    propertyDependencies: z.record(z.string(), z.array(z.string()).nullable()).nullish(),
});

const step = z.object({
    op: z.string(),
    urn: z.string(),
    oldState: state.nullish(),
    newState: state.nullish(),
});

const diagnostic = z.object({ message: z.string(), severity: z.string(), urn: z.string().optional() });

const preview = z.object({
    config: properties.nullish(),
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

/** What the engine shows for a value that only the update knows. */
export const unknownText = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const secretText = "[secret]";

/**
 * Reads it. Throws an error with a clear message if it is not such a document.
 *
 * @param what What is not known without it.
 */
export function previewFrom(text: string, what: "drift" | "the change"): EnginePreview {
    const read = readFrom(text);
    if (read) return read;
    const stream = isStream(text)
        ? " This is a stream of events, which PULUMI_ENABLE_STREAMING_JSON_PREVIEW=true prints: run the preview without that variable."
        : "";
    throw new Error(
        "This is not what `pulumi preview --refresh --run-program --json` prints: one JSON document with steps. Without --json, or cut " +
            `off, it cannot be read, and nothing is known of ${what}.${stream}`,
    );
}

function readFrom(text: string): EnginePreview | undefined {
    try {
        const read: unknown = JSON.parse(text);
        // A single event is a document too, without any step.
        return isStream(text) ? undefined : preview.parse(read);
    } catch {
        return undefined;
    }
}

/** The events do not say what depends on what, so that nothing unknown could be followed. */
const isStream = (text: string): boolean => /^\s*\{"sequence":/.test(text);

/** The steps of each resource, in the engine's order. */
export function byUrn(steps: readonly EngineStep[]): ReadonlyMap<string, readonly EngineStep[]> {
    const all = new Map<string, EngineStep[]>();
    for (const one of steps) {
        const own = all.get(one.urn) ?? [];
        own.push(one);
        all.set(one.urn, own);
    }
    return all;
}

/** Why the document is not complete: a run that failed checked nothing after the failure. */
export function failuresIn({ diagnostics, maybeCorrupt }: EnginePreview): readonly string[] {
    const errors = (diagnostics ?? []).filter(({ severity }) => severity === "error").map(({ message }) => message);
    return [
        ...new Set(errors.map((text) => text.replace(/^error: /, "").trim())),
        ...(maybeCorrupt ? ["the engine says that its document may be corrupt."] : []),
    ];
}

/** What the engine or the program warned of. */
export const warningsIn = ({ diagnostics }: EnginePreview): readonly string[] =>
    (diagnostics ?? [])
        .filter(({ severity }) => severity === "warning")
        .map(({ message }) => message.replace(/^warning: /, "").trim());

/** Whether a step is about something that a program makes. */
export const isOfResource = ({ urn }: EngineStep): boolean => !/::pulumi:(?:pulumi:Stack|providers:[^:]*)::/.test(urn);

/** Whether a part of a value is a secret, which the engine does not show. */
export function holdsSecret(value: unknown): boolean {
    if (value === secretText) return true;
    return typeof value === "object" && value !== null && Object.values(value).some(holdsSecret);
}

/** Whether a part of a value is known only in the update. */
export function holdsUnknownText(value: unknown): boolean {
    if (value === unknownText) return true;
    return typeof value === "object" && value !== null && Object.values(value).some(holdsUnknownText);
}

/** The type of a resource, by its URN. */
export const typeIn = (urn: string): string => urn.split("::")[2]?.split("$").at(-1) ?? "";

/** Its name in the program, which may hold "::" itself. */
export const nameIn = (urn: string): string => urn.split("::").slice(3).join("::");
