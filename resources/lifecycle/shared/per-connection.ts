/** One thing for each connection: created when it is first asked for, and forgotten along with the connection. */
export function perConnection<Connection extends object, Thing>(
    make: (connection: Connection) => Thing,
): (connection: Connection) => Thing {
    const made = new WeakMap<Connection, Thing>();
    return (connection) => {
        const thing = made.get(connection) ?? make(connection);
        made.set(connection, thing);
        return thing;
    };
}
