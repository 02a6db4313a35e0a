import type { Okta } from "./okta";
import type { Properties } from "./properties";

/** How a property changes: in place, or only by replacing the resource. */
export type Change = "update" | "replace";

/** A declared property that is not valid. */
export interface Mistake {
    readonly property: string;
    readonly reason: string;
}

/** The resource as it is now. */
interface Live {
    /** Set when it differs from the requested id: an import id may contain more. */
    readonly id?: string;
    readonly outputs: Properties;
    readonly inputs: Properties;
}

/** One resource type of the stand-in. */
export interface ResourceType {
    check(news: Properties): readonly Mistake[];
    diff(olds: Properties, news: Properties): ReadonlyMap<string, Change>;
    outputsOf(inputs: Properties): Properties;
    create(okta: Okta, inputs: Properties): Promise<{ readonly id: string; readonly outputs: Properties }>;
    /** Undefined when the resource is gone. */
    read(okta: Okta, id: string, olds: Properties): Promise<Live | undefined>;
    update(okta: Okta, id: string, olds: Properties, news: Properties): Promise<Properties>;
    delete(okta: Okta, id: string, olds: Properties): Promise<void>;
}

/** Thrown when an object exists, but not as declared: Pulumi keeps it in state, as unfinished. */
export class Unfinished extends Error {
    constructor(
        readonly id: string,
        readonly outputs: Properties,
        cause: unknown,
    ) {
        super(cause instanceof Error ? cause.message : String(cause));
    }
}

/** A mistake for each property that the real plugin supports and the stand-in does not. */
export function beyondTheStandIn(news: Properties, known: readonly string[]): readonly Mistake[] {
    const others = Object.keys(news).filter((key) => !known.includes(key) && !key.startsWith("__"));
    return others.map((property) => ({
        property,
        reason: `The Okta stand-in does not know "${property}". Use Pulumi's own Okta plugin for it.`,
    }));
}
