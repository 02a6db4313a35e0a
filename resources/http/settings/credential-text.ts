import { type Given, nameOf, type SettingsReader } from "./settings-reader";

/** A credential that goes into a header, never shown; tells the reader what a careless copy may have added. */
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

/** A credential that goes into a body, which takes any text: only what no copy should have is told. */
export function bodyText(given: Given, reader: SettingsReader): string {
    if (/\p{Cc}/u.test(given.value)) {
        reader.refuse(`${nameOf(given)} contains a line break or another control character. Copy it again.`);
    }
    return given.value;
}
