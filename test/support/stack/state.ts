import type { Properties } from "../../../resources/lifecycle/declared/plain";

/** A resource as state keeps it. Never changed: another one takes its place. */
export interface Resource {
    readonly urn: string;
    readonly type: string;
    /** False for components, which no plugin knows. */
    readonly isCustom: boolean;
    readonly id: string;
    readonly inputs: Properties;
    readonly outputs: Properties;
    /** URN, or the empty text. */
    readonly parent: string;
    /** URNs. */
    readonly dependencies: readonly string[];
    /** URNs, by the property whose value came from there. */
    readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
    readonly isRetained: boolean;
    /** Why it is not finished; the next `up` updates it even where nothing changed. */
    readonly unfinished: readonly string[];
    /** Its replacement was made first; it waits to be deleted. */
    readonly isLeftOver: boolean;
    /** It is deleted already; its replacement waits to be made. */
    readonly isPendingReplacement: boolean;
}

/** The state of a stack, in the order in which its resources were made. */
export class State {
    #resources: readonly Resource[];

    constructor(resources: readonly Resource[] = []) {
        this.#resources = resources;
    }

    get resources(): readonly Resource[] {
        return this.#resources;
    }

    /** What one process writes here, until it is killed. */
    record(): Recording {
        let isOpen = true;
        return {
            put: (resource, instead) => {
                if (isOpen) this.#resources = withInstead(this.#resources, resource, instead);
            },
            drop: (resource) => {
                if (isOpen) this.#resources = this.#resources.filter((one) => one !== resource);
            },
            end: () => {
                isOpen = false;
            },
        };
    }
}

export interface Recording {
    /** Puts a resource in the place of another one, or at the end. */
    put(resource: Resource, instead?: Resource): void;
    drop(resource: Resource): void;
    /** From now on nothing is written any more. */
    end(): void;
}

function withInstead(all: readonly Resource[], resource: Resource, instead?: Resource): readonly Resource[] {
    if (!instead || !all.includes(instead)) return [...all, resource];
    return all.map((one) => (one === instead ? resource : one));
}

/** The type a URN ends in, and its name. */
export function partsOf(urn: string): { readonly qualifiedType: string; readonly type: string; readonly name: string } {
    const [, , qualifiedType = "", name = ""] = urn.split("::");
    return { qualifiedType, type: qualifiedType.split("$").at(-1) ?? "", name };
}

/** All on whom this one depends directly. */
export const reliesOn = ({ parent, dependencies }: Resource): readonly string[] => [parent, ...dependencies];
