import { existsSync } from "node:fs";
import { join } from "node:path";
import { pulumiEnvironment, pulumiSettings } from "../../../cli/demo/pulumi-environment";
import { binFolder } from "../../../tools/engine/places";

/** The environment of a Pulumi that has all it needs in `home`, and nothing of the machine's own. */
export function engineEnvironment(home: string): NodeJS.ProcessEnv {
    if (!existsSync(join(binFolder, "pulumi"))) throw new Error("There is no engine to test with. Run npm run engine.");
    return pulumiEnvironment(binFolder, pulumiSettings(home));
}
