import type { Okta } from "./okta";
import type { Properties } from "./properties";

/** What became of a property: changed in place, or only by making the resource anew. */
export type Change = "update" | "replace";

/** A property that cannot stay as it is declared. */
export interface Mistake {
    readonly property: string;
    readonly reason: string;
}

/** What is there now. */
interface Live {
    /** Where it is not the one that was asked for: an import may say more than that. */
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
    /** Undefined when it is gone. */
    read(okta: Okta, id: string, olds: Properties): Promise<Live | undefined>;
    update(okta: Okta, id: string, olds: Properties, news: Properties): Promise<Properties>;
    delete(okta: Okta, id: string, olds: Properties): Promise<void>;
}

/** Thrown when an object exists, but not as declared: Pulumi keeps it, as unfinished. */
export class Unfinished extends Error {
    constructor(
        readonly id: string,
        readonly outputs: Properties,
        cause: unknown,
    ) {
        super(cause instanceof Error ? cause.message : String(cause));
    }
}

/** A mistake for each property that the real plugin would take and the stand-in cannot. */
export function beyondTheStandIn(news: Properties, known: readonly string[]): readonly Mistake[] {
    const others = Object.keys(news).filter((key) => !known.includes(key) && !key.startsWith("__"));
    return others.map((property) => ({
        property,
        reason: `The Okta stand-in does not know "${property}". Use Pulumi's own Okta plugin for it.`,
    }));
}
