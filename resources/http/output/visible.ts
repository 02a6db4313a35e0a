/**
 * What a terminal obeys, or shows otherwise than it stands there: control characters (C0, DEL, C1), what turns the direction
 * of a text or has no width, the separators of lines, and halves of characters.
 */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Of these, what no name or description needs: people use the others in emoji, and where text runs from right to left. */
const needless = /[^\P{Cc}\n\t\r]|[\u202a-\u202e\u2066-\u2069\u2028\u2029]/u;

/** Whether a text holds nothing that is there only to be obeyed: control characters, overrides of its direction. */
export function isPlain(text: string): boolean {
    return !needless.test(text);
}

/** A text as a terminal may show it: `\u{1b}` for what it would obey or hide. Line ends and tabs stay. */
export function visible(text: string): string {
    return text.replaceAll(unseen, (one) => (one === "\n" || one === "\t" ? one : written(one)));
}

/** The same on one line. */
export function visibleOnOneLine(text: string): string {
    return text.replaceAll(unseen, written);
}

function written(character: string): string {
    return `\\u{${character.codePointAt(0)?.toString(16)}}`;
}
