/** One setting, as the environment and the stack configuration name it. */
export interface Setting {
    readonly what: string;
    readonly env: string;
    readonly config: string;
    readonly secret: boolean;
}

/** Where settings are found: the environment first, since it is fresh and never in state; an empty one counts as absent. */
export interface SettingSources {
    readonly env: Readonly<Record<string, string | undefined>>;
    readonly config: { get(key: string): string | undefined };
}

/** The setting's value, or undefined when neither source has it. */
export function settingFrom({ env, config }: Setting, sources: SettingSources): string | undefined {
    return sources.env[env]?.trim() || sources.config.get(config)?.trim() || undefined;
}
