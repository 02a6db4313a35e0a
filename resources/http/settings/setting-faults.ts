import type { Setting } from "./setting";

/** What is wrong with settings. */
export interface SettingFaults {
    /** Settings that are needed and missing. */
    readonly missing: readonly Setting[];
    /** What is wrong with settings that are there, and what to write instead, in whole sentences. */
    readonly wrong: readonly string[];
}

/** The faults of several connections together, each once. */
export function together(...all: readonly SettingFaults[]): SettingFaults {
    const missing = new Map(all.flatMap((one) => one.missing).map((setting) => [setting.config, setting]));
    return { missing: [...missing.values()], wrong: [...new Set(all.flatMap((one) => one.wrong))] };
}

/** Throws CredentialsMissing or SettingRefused, with everything that is wrong, unless nothing is. */
export function refuse({ missing, wrong }: SettingFaults): void {
    if (wrong.length > 0) {
        const lines = [...wrong.map((sentences) => `  ${sentences}`), ...missing.map(howToGive)];
        throw new SettingRefused(["Settings cannot be used as they are, so nothing was sent:", ...lines].join("\n"));
    }
    if (missing.length > 0) throw new CredentialsMissing(missing);
}

/** A setting that can't be used as it is given. Thrown before anything is sent. */
export class SettingRefused extends Error {
    override readonly name = "SettingRefused";
}

/** Every missing credential at once, each with both ways to give it. Thrown before anything is sent. */
export class CredentialsMissing extends Error {
    override readonly name = "CredentialsMissing";

    constructor(readonly missing: readonly Setting[]) {
        super(["Credentials are missing, so nothing was sent:", ...missing.map(howToGive)].join("\n"));
    }
}

/** One line about a missing setting. */
function howToGive({ what, env, config, secret }: Setting): string {
    return `  ${what}: set ${env} in the environment, or run \`pulumi config set ${secret ? "--secret " : ""}${config}\`.`;
}
