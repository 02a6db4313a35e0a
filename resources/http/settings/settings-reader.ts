import type { Setting, SettingSources } from "./setting";
import type { SettingFaults } from "./setting-faults";

/** A setting as it was given. */
export interface Given {
    readonly setting: Setting;
    readonly value: string;
    /** Which of the two gave it. */
    readonly from: "environment" | "configuration";
}

/** Reads settings and collects everything that is wrong with them, so that one message tells it all. */
export class SettingsReader {
    readonly #missing = new Set<Setting>();
    readonly #wrong = new Set<string>();

    constructor(private readonly sources: SettingSources) {}

    /** The value that was given, in the environment first; undefined if there is none. Quotes around it are a mistake. */
    given(setting: Setting): Given | undefined {
        const found = this.inEnvironment(setting) ?? this.inConfiguration(setting);
        const unquoted = /^(["'])(.*)\1$/s.exec(found?.value ?? "")?.[2];
        if (!found || unquoted === undefined) return found;
        this.refuse(`${nameOf(found)} is in quotes, which count as part of it. Write it without them.`);
        return unquoted === "" ? undefined : { ...found, value: unquoted };
    }

    inEnvironment(setting: Setting): Given | undefined {
        const value = this.sources.env[setting.env]?.trim();
        return value ? { setting, value, from: "environment" } : undefined;
    }

    inConfiguration(setting: Setting): Given | undefined {
        const value = this.sources.config.get(setting.config)?.trim();
        return value ? { setting, value, from: "configuration" } : undefined;
    }

    /** Notes that these are needed and missing. */
    miss(...settings: readonly Setting[]): void {
        for (const setting of settings) this.#missing.add(setting);
    }

    /** Notes what is wrong with a setting and what to write instead: whole sentences, without any secret. */
    refuse(sentences: string): void {
        this.#wrong.add(sentences);
    }

    /** Everything that is wrong. */
    get faults(): SettingFaults {
        return { missing: [...this.#missing], wrong: [...this.#wrong] };
    }
}

/** The setting's name in the place where it was found. */
export function nameOf({ setting, from }: Pick<Given, "setting" | "from">): string {
    return from === "environment" ? setting.env : setting.config;
}

/** `OKTA_ORG_NAME=acme`, or the command that sets it: what to write where the setting was found. */
export function written({ setting, from }: Pick<Given, "setting" | "from">, value: string): string {
    if (from === "environment") return `${setting.env}=${value}`;
    return `\`pulumi config set ${setting.secret ? "--secret " : ""}${setting.config} ${value}\``;
}

/** "X is …" with the value, unless it may hold a password. */
export function shown(given: Given): string {
    const { value } = given;
    if (given.setting.secret || value.includes("@")) return `${nameOf(given)} cannot be used`;
    return `${nameOf(given)} is ${JSON.stringify(value.length > 100 ? `${value.slice(0, 100)}…` : value)}`;
}
