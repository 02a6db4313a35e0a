import type { SpaceConditions } from "../declared/declared-team";
import type { Place } from "../declared/place";
import type { DeclaredBounds, DeclaredPlatform } from "./platform-schema";

/** What the files of an area may say. */
export interface Bounds {
    readonly mayNot: readonly string[];
    readonly privileges: NonNullable<DeclaredBounds["privileges"]>;
    /** Undefined: those that the stack lists. */
    readonly groups: readonly string[] | undefined;
    readonly opaGroups: readonly string[];
    readonly workloadRoles: readonly string[];
    readonly places: readonly Place[];
    readonly appIds: readonly string[];
    /** A name that ends with "*" stands for all names that begin like it. */
    readonly groupNames: readonly string[];
    readonly folderNames: boolean;
    /** Undefined: the conditions of the stack. */
    readonly minimum: SpaceConditions | undefined;
    readonly takes: readonly string[];
}

/** What files may say by default: nothing that reaches beyond the team's own space. */
const usual: Bounds = {
    mayNot: [],
    privileges: ["contribute"],
    groups: undefined,
    opaGroups: [],
    workloadRoles: [],
    places: [],
    appIds: [],
    groupNames: [],
    folderNames: false,
    minimum: undefined,
    takes: [],
};

/** The bounds of an area: for each key its own, else that of `default`, else the built-in one. */
export function boundsOf(area: string, { default: byDefault, areas }: DeclaredPlatform): Bounds {
    const { owners: _, ...own } = (Object.hasOwn(areas, area) && areas[area]) || {};
    return { ...usual, ...written(byDefault), ...written(own) };
}

const written = (bounds: DeclaredBounds = {}): Partial<Bounds> =>
    Object.fromEntries(Object.entries(bounds).filter(([, value]) => value !== undefined));
