/** One setting, as the environment and the stack configuration name it. */
export interface Setting {
    /** In the user's words, e.g. "Okta API token". */
    readonly what: string;
    /** Environment variable, looked at first. */
    readonly env: string;
    /** Stack configuration key, e.g. "okta:apiToken". */
    readonly config: string;
    /** Whether it is to be kept encrypted. */
    readonly secret: boolean;
}

/** Where settings are found: the environment first, since it is fresh and never in state; an empty one counts as absent. */
export interface SettingSources {
    readonly env: Readonly<Record<string, string | undefined>>;
    readonly config: { get(key: string): string | undefined };
}
