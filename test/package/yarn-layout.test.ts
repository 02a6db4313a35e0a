import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { lockedVersion, must, npm } from "./support/packed";
import { hasAWholeLife, inCommonJs } from "./support/whole-life";

hasAWholeLife("installed by yarn, into node_modules", {
    installation: {
        by: "yarn",
        dependencies: (archive) => ({
            ...Object.fromEntries(["@pulumi/pulumi", "@pulumi/okta"].map(lockedVersion)),
            "pulumi-okta-opa": `file:${archive}`,
        }),
        prepare: (folder) => settle(folder),
    },
    files: { "index.js": inCommonJs },
    runsOn: { node: /^v/, sdk: /^3\./ },
});

/** Yarn reads nothing of npm's settings. Its own default layout, Plug'n'Play, is one that Pulumi cannot run in (decisions/0017). */
async function settle(folder: string): Promise<void> {
    const registry = must(await npm(folder, "config", "get", "registry")).stdout.trim();
    const settings = {
        nodeLinker: "node-modules",
        npmRegistryServer: registry,
        // In a pipeline it would ask for a lockfile.
        enableImmutableInstalls: false,
        enableTelemetry: false,
    };
    // JSON is YAML.
    writeFileSync(join(folder, ".yarnrc.yml"), JSON.stringify(settings));
}
