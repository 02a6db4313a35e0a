import type { Setting } from "../../http/settings/setting";
import { type Given, type SettingsReader, shown, written } from "../../http/settings/settings-reader";

/**
 * Scopes as the Okta plugin reads them: a list as JSON in stack configuration, separated by commas in the environment.
 * Undefined if there are none, or if they are written otherwise; then the reader was told.
 */
export function scopesFrom(setting: Setting, reader: SettingsReader): readonly string[] | undefined {
    const given = reader.given(setting);
    if (!given) {
        reader.miss(setting);
        return undefined;
    }
    const scopes = given.from === "environment" ? divided(given.value) : listed(given.value);
    // RFC 6749, section 3.3, without what would be another notation.
    if (scopes && scopes.length > 0 && scopes.every((scope) => /^[\w.:/-]+$/.test(scope))) return scopes;
    reader.refuse(`${shown(given)}. Write ${written(given, asWrittenIn(given))}.`);
    return undefined;
}

function divided(text: string): readonly string[] {
    return text.split(/[\s,]+/).filter((scope) => scope !== "");
}

function listed(text: string): readonly string[] | undefined {
    try {
        const list: unknown = JSON.parse(text);
        return Array.isArray(list) && list.every((scope) => typeof scope === "string") ? list : undefined;
    } catch {
        return undefined;
    }
}

/** The scopes that can be made out, in the notation of the place where they stand. */
function asWrittenIn({ value, from }: Given): string {
    const found = value.match(/\w[\w.:/-]*/g) ?? [];
    const scopes = found.length > 0 ? found : ["okta.apps.manage", "okta.groups.manage", "okta.users.read"];
    return from === "environment" ? scopes.join(",") : `'${JSON.stringify(scopes)}'`;
}
