/** The arguments that a question may have: texts, numbers and what is made of them. */
export type Telling = string | number | boolean | undefined | readonly Telling[] | { readonly [key: string]: Telling };

/**
 * Keeps one thing for each connection and set of arguments. It is made when it is first asked for, and forgotten along with the
 * connection. `make` gets everything that tells one thing from another, and nothing else.
 */
export function perConnection<Connection extends object, Asked extends readonly Telling[], Thing>(
    make: (connection: Connection, ...asked: Asked) => Thing,
): (connection: Connection, ...asked: Asked) => Thing {
    const made = new WeakMap<Connection, Map<string, Thing>>();
    return (connection, ...asked) => {
        const things = made.get(connection) ?? new Map<string, Thing>();
        made.set(connection, things);
        const key = keyOf(asked);
        const thing = things.get(key) ?? make(connection, ...asked);
        things.set(key, thing);
        return thing;
    };
}

/** Two lists that differ anywhere have different keys. JSON alone would write NaN and null alike. */
function keyOf(asked: readonly Telling[]): string {
    return JSON.stringify(asked, (_name, value: unknown) =>
        typeof value === "object" ? value : `${typeof value} ${String(value)}`,
    );
}
