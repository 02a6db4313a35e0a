import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { binFolder } from "../../../tools/engine/places";

/** Variables that would let the machine's own Pulumi, Okta or OPA into a test. */
const notInherited = /^(PULUMI_|OKTA_|OKTAPAM_|NODE_OPTIONS$)/;

/**
 * The environment of a Pulumi that has all it needs in `home`: state, plugins, settings. It asks no network for anything.
 */
export function engineEnvironment(home: string): NodeJS.ProcessEnv {
    if (!existsSync(join(binFolder, "pulumi"))) throw new Error("There is no engine to test with. Run npm run engine.");
    const inherited = Object.entries(process.env).filter(([name]) => !notInherited.test(name));
    return {
        ...Object.fromEntries(inherited),
        PATH: `${binFolder}${delimiter}${process.env["PATH"]}`,
        PULUMI_HOME: join(home, "pulumi-home"),
        PULUMI_BACKEND_URL: `file://${join(home, "state")}`,
        PULUMI_CONFIG_PASSPHRASE: "only for tests",
        PULUMI_SKIP_UPDATE_CHECK: "true",
        PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
        NO_COLOR: "1",
    };
}
