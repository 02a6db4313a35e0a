/** A setting without which nothing can be sent, and both ways to give it. */
export interface MissingCredential {
    /** In the user's words, e.g. "Okta API token". */
    readonly what: string;
    /** Environment variable, looked at first. */
    readonly env: string;
    /** Stack configuration key, e.g. "okta:apiToken". */
    readonly config: string;
    readonly secret: boolean;
}

/** Every missing credential at once, each with both ways to give it. Thrown before anything is sent. */
export class CredentialsMissing extends Error {
    override readonly name = "CredentialsMissing";

    constructor(readonly missing: readonly MissingCredential[]) {
        super(["Credentials are missing, so nothing was sent:", ...missing.map(line)].join("\n"));
    }
}

function line({ what, env, config, secret }: MissingCredential): string {
    return `  ${what}: set ${env} in the environment, or run \`pulumi config set ${secret ? "--secret " : ""}${config}\`.`;
}
