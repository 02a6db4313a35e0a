import { mkdirSync } from "node:fs";
import { delimiter, join } from "node:path";

/** Variables that would let this machine's own Pulumi, Okta or OPA settings in. */
const notInherited = /^(PULUMI_|OKTA_|OKTAPAM_|NODE_OPTIONS$)/;

/** The settings with which Pulumi keeps everything in `home` (state, plugins, settings) and needs no network for anything. */
export function pulumiSettings(home: string): Record<string, string> {
    const [pulumiHome, state] = [join(home, "pulumi-home"), join(home, "state")];
    for (const folder of [pulumiHome, state]) mkdirSync(folder, { recursive: true });
    return {
        PULUMI_HOME: pulumiHome,
        PULUMI_BACKEND_URL: `file://${state}`,
        PULUMI_CONFIG_PASSPHRASE: "nothing here is worth a secret",
        PULUMI_SKIP_UPDATE_CHECK: "true",
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    };
}

/** The environment for such a Pulumi, without the variables of this process that would mislead it. */
export function pulumiEnvironment(engineFolder: string, settings: Record<string, string>): NodeJS.ProcessEnv {
    const inherited = Object.entries(process.env).filter(([name]) => !notInherited.test(name));
    return {
        ...Object.fromEntries(inherited),
        ...settings,
        PATH: `${engineFolder}${delimiter}${process.env["PATH"]}`,
        NO_COLOR: "1",
    };
}
