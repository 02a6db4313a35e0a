import { visibleOnOneLine } from "../output/visible";

/** Replaces credentials in a text. */
export type Redact = (text: string) => string;

const hidden = "[redacted]";

/** Shorter texts are no secrets, and hiding them would make every message unreadable. */
const shortestSecret = 6;

/** Patterns of credentials: JWTs, PEM keys, and whatever follows the name of an authorization scheme. */
const looksSecret = [
    /\bey[\w-]{8,}\.[\w-]+\.[\w-]*/g,
    /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g,
    /(?<=\b(?:SSWS|Bearer|DPoP|Basic) )[\w.~+/=-]{8,}/g,
];

/** The known credentials of one connection, and the redaction of texts that others wrote. */
export class Secrets {
    /** The longest first: one credential may be part of another. */
    #known: readonly string[] = [];

    /** Hides this value in every text from now on, also percent-encoded, in base64 and inside JSON. */
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

/** The longest text of a service that is passed on. A longer one is none of the services' messages. */
const longestWords = 400;

/**
 * Makes a service's words fit for a message and a terminal: without credentials, on one line, with no character that a
 * terminal obeys, and not too long.
 */
export function fitToSay(words: string, redact: Redact): string {
    // Redact first: half of a credential would not be recognised.
    const line = visibleOnOneLine(redact(words).replaceAll(/\s+/g, " ").trim());
    return line.length > longestWords ? `${line.slice(0, longestWords)}…` : line;
}
