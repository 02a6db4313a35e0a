import { readFileSync } from "node:fs";

/**
 * The text of a private key that is given itself or as the path of its file, as the Okta plugin takes it (its
 * documentation, `private_key`). A path that can't be read is passed on: it is refused as no key.
 */
export function keyText(given: string): string {
    if (given.startsWith("{") || given.includes("-----BEGIN")) return given;
    try {
        return readFileSync(given, "utf8").trim();
    } catch {
        return given;
    }
}
