/** The list sorted by what `key` gives, by code units, the same on every machine; equal ones keep their places. */
export function inOrder<T>(list: readonly T[], key: (one: T) => string): T[] {
    return [...list].sort((one, other) => compared(key(one), key(other)));
}

function compared(one: string, other: string): number {
    if (one === other) return 0;
    return one < other ? -1 : 1;
}
