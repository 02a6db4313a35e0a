/** An object that exists, and what of its text the space does not say. */
export interface ExistingObject {
    readonly id: string;
    readonly description?: string;
}

/** A policy that exists, and what of it the space does not say. */
export interface ExistingPolicy extends ExistingObject {
    readonly name?: string;
    /** The names of its rules, in the order in which the space has them. */
    readonly rules?: readonly string[];
}

/** The objects of a team, or of a level, that exist. */
export interface ExistingGrant {
    readonly group?: ExistingObject;
    readonly mapping?: Pick<ExistingObject, "id">;
    readonly policy?: ExistingPolicy;
}

/** What exists of a space, which it takes over as it is. */
export interface SpaceExisting extends ExistingGrant {
    readonly folder?: ExistingObject;
    /** By their paths in the space. */
    readonly folders?: Readonly<Record<string, ExistingObject>>;
    readonly access?: Readonly<Record<string, ExistingGrant>>;
}
