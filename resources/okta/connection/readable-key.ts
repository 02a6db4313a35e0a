import { readFileSync } from "node:fs";
import { type Given, nameOf, type SettingsReader } from "../../http/settings/settings-reader";
import { signingKey } from "./identity/signing-key";

/**
 * Reads the text of a private key, given as it is or as the path of its file, as the Okta plugin allows (its documentation,
 * `private_key`). Undefined if there is no key in it; then the reader was told why, without any of its text.
 */
export function readableKey(given: Given, keyId: string | undefined, reader: SettingsReader): string | undefined {
    const text = textOf(given.value);
    if (text !== undefined && signingKey(text, keyId)) return text;
    reader.refuse(
        `${nameOf(given)} ${mistakeIn(text)} Write the private RSA or EC key as PEM or JWK, or the path of its file.`,
    );
    return undefined;
}

function textOf(given: string): string | undefined {
    if (given.startsWith("{") || given.includes("-----BEGIN")) return given;
    try {
        return readFileSync(given, "utf8").trim();
    } catch {
        return undefined;
    }
}

function mistakeIn(text: string | undefined): string {
    if (text === undefined) return "is neither a key nor the path of a file that can be read.";
    if (text.includes("PUBLIC KEY")) return "is a public key.";
    if (text.includes("ENCRYPTED")) return "is encrypted with a passphrase, which cannot be given.";
    return "cannot be read as a key that Okta takes.";
}
