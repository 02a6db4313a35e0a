import type { Properties } from "../declared/plain";

/**
 * The object exists, but is not yet what was declared. The engine keeps it in state and the next `pulumi up` finishes
 * it. The engine shows `reasons` only (docs/contracts/pulumi-engine.md 2.4).
 */
export class Unfinished extends Error {
    override readonly name = "Unfinished";
    readonly reasons: readonly string[];

    constructor(
        readonly id: string,
        readonly properties: Properties,
        cause: unknown,
    ) {
        super(messageOf(cause));
        this.reasons = [this.message];
    }
}

/** Runs what must happen after the object exists; a failure of it keeps the object, as `properties` describe it. */
export async function keeping<T>(id: string, properties: () => Properties, finish: () => Promise<T>): Promise<T> {
    try {
        return await finish();
    } catch (cause) {
        throw cause instanceof Unfinished ? cause : new Unfinished(id, properties(), cause);
    }
}

/** The text of whatever was thrown. */
export function messageOf(thrown: unknown): string {
    return thrown instanceof Error ? thrown.message : String(thrown);
}
