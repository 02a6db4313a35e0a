import { type Given, nameOf, type SettingsReader } from "./settings-reader";

/** Reads a credential that goes into a header and is never shown. Tells the reader what careless copying may have added. */
export function headerText(given: Given, reader: SettingsReader): string {
    const { value } = given;
    const scheme = /^(SSWS|Bearer|DPoP)\s+/i.exec(value)?.[1];
    if (scheme) reader.refuse(`${nameOf(given)} begins with "${scheme}". Write what follows it alone.`);
    // A header allows no line breaks and nothing outside ASCII.
    else if (!/^[\x21-\x7e]+$/.test(value)) {
        reader.refuse(
            `${nameOf(given)} contains a space, a line break or another character that no token has. Copy it again.`,
        );
    }
    return value;
}

/**
 * Reads a credential that goes into a body. A body takes any text, so the reader is told only of what no credential has.
 */
export function bodyText(given: Given, reader: SettingsReader): string {
    if (/\p{Cc}/u.test(given.value)) {
        reader.refuse(`${nameOf(given)} contains a line break or another control character. Copy it again.`);
    }
    return given.value;
}
