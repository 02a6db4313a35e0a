import type { Setting } from "./setting";

/** Every missing credential at once, each with both ways to give it. Thrown before anything is sent. */
export class CredentialsMissing extends Error {
    override readonly name = "CredentialsMissing";

    constructor(readonly missing: readonly Setting[]) {
        super(["Credentials are missing, so nothing was sent:", ...missing.map(howToGive)].join("\n"));
    }
}

/** One line on a setting that is missing. */
export function howToGive({ what, env, config, secret }: Setting): string {
    return `  ${what}: set ${env} in the environment, or run \`pulumi config set ${secret ? "--secret " : ""}${config}\`.`;
}
