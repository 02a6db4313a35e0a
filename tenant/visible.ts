/** Control characters, characters that reverse text or have no width, line and paragraph separators, lone surrogates. */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** A text that is safe to print on a terminal: `\u{1b}` replaces a character that would control it or be invisible. */
export function visible(text: string): string {
    return text.replaceAll(unseen, (one) => (one === "\n" ? one : written(one)));
}

/** The same on one line: line ends are replaced too. */
export function visibleOnOneLine(text: string): string {
    return text.replaceAll(unseen, written);
}

function written(character: string): string {
    return `\\u{${character.codePointAt(0)?.toString(16)}}`;
}
