import { readFileSync } from "node:fs";

/**
 * The text of a private key, given as it is or as the path of its file, as the Okta plugin allows (its documentation,
 * `private_key`). A path that cannot be read is returned as it is, and later refused as an invalid key.
 */
export function keyText(given: string): string {
    if (given.startsWith("{") || given.includes("-----BEGIN")) return given;
    try {
        return readFileSync(given, "utf8").trim();
    } catch {
        return given;
    }
}
