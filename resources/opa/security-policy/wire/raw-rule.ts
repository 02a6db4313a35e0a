import { isDeepStrictEqual } from "node:util";
import type { Properties } from "../../../lifecycle/declared/plain";
import { inOrder } from "../declared/ordered";
import type { WireRule } from "./wire";

/** What OPA itself adds to a rule. */
const serversOwn: readonly string[] = ["id", "security_policy_id"];

/** A live rule as one would declare it raw: without its name, which stands beside it, and what only OPA sets. */
export function rawOf(rule: WireRule): Properties {
    return Object.fromEntries(
        Object.entries(rule).filter(([key, value]) => key !== "name" && !serversOwn.includes(key) && value !== null),
    );
}

/**
 * Whether a live rule is the one declared raw, whatever OPA adds to what it is sent (docs/contracts/opa-api.md 3.4).
 */
export function isSameRaw(declared: Properties, live: WireRule): boolean {
    const { name: _besides, ...raw } = declared;
    return isDeepStrictEqual(canonical(raw), canonical(rawOf(live)));
}

/**
 * A part of a rule as it is compared: named objects by their id alone, no `_type`, nothing that is false, null or empty,
 * since OPA leaves out such things; lists and keys in one order.
 */
export function canonical(value: unknown): unknown {
    if (Array.isArray(value)) return inOrder(value.map(canonical), (one) => JSON.stringify(one));
    if (typeof value !== "object" || value === null) return value;
    const entries = Object.entries(value);
    const { id } = value as { id?: unknown };
    if (typeof id === "string" && entries.every(([key]) => namedObjectKeys.includes(key))) return { id };
    const telling = entries
        .filter(([key]) => key !== "_type" && !serversOwn.includes(key))
        .map(([key, inner]) => [key, canonical(inner)] as const)
        .filter(([, inner]) => !isNothing(inner));
    return Object.fromEntries(inOrder(telling, ([key]) => key));
}

const namedObjectKeys = ["id", "name", "type", "missing"];

function isNothing(value: unknown): boolean {
    if (typeof value === "object" && value !== null) return Object.keys(value).length === 0;
    return value === undefined || value === null || value === false || value === "";
}
