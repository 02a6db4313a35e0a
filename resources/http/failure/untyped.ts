/** Returns the property if it is a text that is not empty. Accepts any value, because other programs may answer too. */
export function textAt(value: unknown, key: string): string | undefined {
    const found = at(value, key);
    return typeof found === "string" && found.trim() !== "" ? found : undefined;
}

/** Returns the property if it is a list, else an empty list. */
export function listAt(value: unknown, key: string): readonly unknown[] {
    const found = at(value, key);
    return Array.isArray(found) ? found : [];
}

/** Returns a property of an object; undefined if the value is no object. */
export function at(value: unknown, key: string): unknown {
    return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>)[key] : undefined;
}

/** Returns a header that is a whole number, the first one of "600, 600". The longest number is an epoch in milliseconds. */
export function numberIn(headers: Headers, name: string): number | undefined {
    const text = headers.get(name)?.split(",")[0]?.trim() ?? "";
    return /^\d{1,13}$/.test(text) ? Number(text) : undefined;
}

/**
 * Returns how many milliseconds Retry-After asks us to wait. It has seconds, or a date, which is compared with the answer's
 * own Date (RFC 9110, 10.2.3).
 */
export function retryAfterMs(headers: Headers): number | undefined {
    const seconds = numberIn(headers, "retry-after");
    if (seconds !== undefined) return seconds * 1000;
    const delayMs = Date.parse(headers.get("retry-after") ?? "") - Date.parse(headers.get("date") ?? "");
    return Number.isNaN(delayMs) ? undefined : Math.max(delayMs, 0);
}
