/** The object's property if it is a text with something in it. Takes anything, since other programs answer too. */
export function textAt(value: unknown, key: string): string | undefined {
    const found = at(value, key);
    return typeof found === "string" && found.trim() !== "" ? found : undefined;
}

/** The object's property if it is a list; otherwise an empty one. */
export function listAt(value: unknown, key: string): readonly unknown[] {
    const found = at(value, key);
    return Array.isArray(found) ? found : [];
}

/** Any property of an object; undefined for whatever is none. */
export function at(value: unknown, key: string): unknown {
    return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>)[key] : undefined;
}

/** A header that is a whole number. Of a doubled one ("600, 600") the first; the longest number is an epoch in milliseconds. */
export function numberIn(headers: Headers, name: string): number | undefined {
    const text = headers.get(name)?.split(",")[0]?.trim() ?? "";
    return /^\d{1,13}$/.test(text) ? Number(text) : undefined;
}

/** Milliseconds a Retry-After asks for, given in seconds or as a date against the answer's own Date (RFC 9110, 10.2.3). */
export function retryAfterMs(headers: Headers): number | undefined {
    const seconds = numberIn(headers, "retry-after");
    if (seconds !== undefined) return seconds * 1000;
    const delayMs = Date.parse(headers.get("retry-after") ?? "") - Date.parse(headers.get("date") ?? "");
    return Number.isNaN(delayMs) ? undefined : Math.max(delayMs, 0);
}
