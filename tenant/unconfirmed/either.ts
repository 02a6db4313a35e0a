/** One statement that docs/contracts leaves open: what the tenant does by default, what it can do instead, and why. */
export interface Unconfirmed<Value> {
    readonly default: Value;
    readonly values: readonly Value[];
    readonly reason: string;
}

/** The first value is the default. */
export function either<const Value>(first: Value, others: readonly Value[], reason: string): Unconfirmed<Value> {
    return { default: first, values: [first, ...others], reason };
}
