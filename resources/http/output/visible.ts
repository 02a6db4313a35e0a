/**
 * Characters that a terminal obeys or does not show as they are: control characters (C0, DEL, C1), those that change the
 * direction of a text or have no width, line separators, and halves of characters.
 */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * Those of them that no name or description needs. People use the others in emoji, and in text that runs from right to
 * left.
 */
const needless = /[^\P{Cc}\n\t\r]|[\u202a-\u202e\u2066-\u2069\u2028\u2029]/u;

/** Whether a text has no character that only controls a terminal or turns the direction of the text. */
export function isPlain(text: string): boolean {
    return !needless.test(text);
}

/**
 * Returns a text as a terminal may show it, with `\u{1b}` for a character that the terminal would obey or hide. Line ends
 * and tabs stay.
 */
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
