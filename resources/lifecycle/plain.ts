/** A bag of properties as the engine hands them over and stores them. */
export type Properties = Readonly<Record<string, unknown>>;

/**
 * The value without undefined anywhere: the engine refuses a result that holds one, after the real object exists
 * (pulumi/pulumi#2205).
 */
export function plain<T>(value: T): T {
    return JSON.parse(JSON.stringify(value)) as T;
}

/** The bag without what Pulumi itself put there (`__provider`, `__defaults`). */
export function withoutInternals(bag: Properties): Properties {
    return Object.fromEntries(Object.entries(bag).filter(([key]) => !key.startsWith("__")));
}
