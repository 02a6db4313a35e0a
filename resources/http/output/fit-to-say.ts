import type { Redact } from "../failure/redact";
import { visibleOnOneLine } from "./visible";

/** The longest text of a service that is passed on: its messages are shorter, so what is longer is no message. */
const longestWords = 400;

/** A service's words, fit for a message and a terminal: redacted, on one line, with nothing that a terminal obeys, not endless. */
export function fitToSay(words: string, redact: Redact): string {
    // Redacted first: a credential cut in two would not be recognised.
    const line = visibleOnOneLine(redact(words).replaceAll(/\s+/g, " ").trim());
    return line.length > longestWords ? `${line.slice(0, longestWords)}…` : line;
}
