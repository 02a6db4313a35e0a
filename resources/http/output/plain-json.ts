/**
 * A value as JSON in which everything is escaped that a terminal would obey or hide: a reader gets each name back as it is.
 *
 * @param indent Spaces for each level; 0: all on one line.
 */
export function plainJson(value: unknown, indent: number): string {
    const escaped = (text: string) =>
        text
            .split("")
            .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
            .join("");
    return JSON.stringify(value, null, indent).replaceAll(/[^\P{Cc}\n]|[\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, escaped);
}
