import { isAbsolute } from "node:path";
import { agentsFor } from "../network/agents";
import { writesVariable } from "../network/noted";
import { SettingRefused } from "./setting-faults";
import type { SettingsReader } from "./settings-reader";

/** Tells the reader what is wrong with the settings that all connections share: the debug log, the file of writes, proxy and authorities. */
export function checkEverywhere(
    origin: string | undefined,
    env: Readonly<Record<string, string | undefined>>,
    reader: SettingsReader,
): void {
    const log = env["OKTA_OPA_LOG"];
    if (log && log !== "debug") reader.refuse('OKTA_OPA_LOG is not "debug". Write OKTA_OPA_LOG=debug, or unset it.');
    const writes = env[writesVariable];
    if (writes && !isAbsolute(writes)) {
        // Pulumi starts the processes that write in folders of its own choice.
        reader.refuse(`${writesVariable} is no absolute path. Write the whole path of the file, or unset it.`);
    }
    try {
        if (origin) agentsFor(origin);
    } catch (failure) {
        if (!(failure instanceof SettingRefused)) throw failure;
        reader.refuse(failure.message);
    }
}
