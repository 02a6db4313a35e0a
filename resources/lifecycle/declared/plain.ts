/** A bag of properties as the engine hands them over and stores them. */
export type Properties = Readonly<Record<string, unknown>>;

/**
 * The key of a resource's mark (see `owner-mark.ts`): inputs keep which resource it is, outputs what its object is marked with.
 * Pulumi shows nothing whose name begins with two underscores.
 */
export const ownerKey = "__owner";

/**
 * The value without undefined anywhere: the engine refuses a result that holds one, after the real object exists
 * (docs/contracts/pulumi-engine.md 2.1).
 */
export function plain<T>(value: T): T {
    return JSON.parse(JSON.stringify(value)) as T;
}

/**
 * The key that tells a mapping which apps it may be in when the program declares none. Pulumi shows nothing whose name begins
 * with two underscores.
 */
export const appCandidatesKey = "__appCandidates";

/**
 * The key that tells a mapping which group already has the name that its source is to get, and a folder what already has its
 * name. Hidden as well.
 */
export const nameTakenKey = "__nameTaken";

/** Where a new resource is told which existing object it takes over. Hidden as well. */
export const existingIdKey = "__existingId";

/**
 * What a program tells the readers of its plan; no provider looks at it. Hidden as well, and so no change by itself.
 */
export const forReadersKey = "__forReaders";

/** The bag without what is not for a kind: what Pulumi put there (`__provider`, `__defaults`), and what its provider keeps. */
export function withoutInternals(bag: Properties): Properties {
    return Object.fromEntries(Object.entries(bag).filter(([key]) => !isInternal(key)));
}

/** What `withoutInternals` leaves out. */
export function internals(bag: Properties): Properties {
    return Object.fromEntries(Object.entries(bag).filter(([key]) => isInternal(key)));
}

/** The hidden properties that kinds see: which resource it is, and what is meant for them. */
const forKinds: readonly string[] = [ownerKey, appCandidatesKey, nameTakenKey, existingIdKey];

const isInternal = (key: string): boolean => key.startsWith("__") && !forKinds.includes(key);
