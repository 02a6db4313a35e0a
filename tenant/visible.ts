/** Control characters, what turns a text around or has no width, the separators of lines, halves of characters. */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** A text as a terminal may show it, which obeys some characters and hides others: with `\u{1b}` in their place. */
export function visible(text: string): string {
    return text.replaceAll(unseen, (one) => (one === "\n" ? one : written(one)));
}

/** The same on one line. */
export function visibleOnOneLine(text: string): string {
    return text.replaceAll(unseen, written);
}

function written(character: string): string {
    return `\\u{${character.codePointAt(0)?.toString(16)}}`;
}
