import type { Attributes } from "./expression";

interface Row {
    readonly id: string;
    readonly seq: number;
}

/** Search results in the requested order: rows get new numbers so that cursors follow that order. */
export function sorted<R extends Row>(
    rows: readonly R[],
    query: URLSearchParams,
    attributesOf: (row: R) => Attributes,
): R[] {
    const sortBy = query.get("sortBy");
    const inOrder = [...rows].sort((one, other) => one.seq - other.seq);
    if (sortBy === null) return inOrder;
    const direction = query.get("sortOrder") === "desc" ? -1 : 1;
    const key = (row: R) => [new Map(Object.entries(attributesOf(row))).get(sortBy) ?? ""].flat()[0] ?? "";
    // By the specification, rows with the same value are ordered by id.
    inOrder.sort((one, other) => direction * compare(key(one), key(other)) || compare(one.id, other.id));
    return inOrder.map((row, position) => ({ ...row, seq: position + 1 }));
}

function compare(one: string, other: string): number {
    return one < other ? -1 : Number(one > other);
}
