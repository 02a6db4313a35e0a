import { visibleOnOneLine } from "../output/visible";

/** Replaces credentials in a text. */
export type Redact = (text: string) => string;

const hidden = "[redacted]";

/** Shorter ones keep nothing secret, and hiding them would make every message unreadable. */
const shortestSecret = 6;

/** Credentials by their looks: JWTs, PEM keys, and whatever follows the name of an authorization scheme. */
const looksSecret = [
    /\bey[\w-]{8,}\.[\w-]+\.[\w-]*/g,
    /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g,
    /(?<=\b(?:SSWS|Bearer|DPoP|Basic) )[\w.~+/=-]{8,}/g,
];

/** The known credentials of one connection, and the redaction of texts that others wrote. */
export class Secrets {
    /** The longest first: one credential may be part of another. */
    #known: readonly string[] = [];

    /** From now on this value appears in no text. Also hides it percent-encoded, in base64 and inside JSON. */
    add(secret: string): void {
        if (secret.length < shortestSecret) return;
        const base64 = Buffer.from(secret).toString("base64");
        const forms = [secret, encodeURIComponent(secret), base64, JSON.stringify(secret).slice(1, -1)];
        this.#known = [...new Set([...this.#known, ...forms])].sort((one, other) => other.length - one.length);
    }

    readonly redact: Redact = (text) => {
        let clean = text;
        for (const secret of this.#known) clean = clean.replaceAll(secret, hidden);
        return looksSecret.reduce((rest, looks) => rest.replace(looks, hidden), clean);
    };
}

/** The longest text of a service that is passed on: its messages are shorter, so what is longer is no message. */
const longestWords = 400;

/** A service's words, fit for a message and a terminal: redacted, on one line, with nothing that a terminal obeys, not endless. */
export function fitToSay(words: string, redact: Redact): string {
    // Redacted first: a credential cut in two would not be recognised.
    const line = visibleOnOneLine(redact(words).replaceAll(/\s+/g, " ").trim());
    return line.length > longestWords ? `${line.slice(0, longestWords)}…` : line;
}
