/**
 * What Pulumi's engine sends, whatever the type, for a value that is not known yet
 * (docs/contracts/pulumi-engine.md 2.1).
 */
export const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** True when the value, or anything inside it, is not known yet. */
export function holdsUnknown(value: unknown): boolean {
    if (value === unknownValue) return true;
    if (Array.isArray(value)) return value.some(holdsUnknown);
    if (typeof value === "object" && value !== null) return Object.values(value).some(holdsUnknown);
    return false;
}
