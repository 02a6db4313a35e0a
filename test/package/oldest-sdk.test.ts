import { oldestSdk } from "./support/peer-range";
import { hasAWholeLife, inCommonJs } from "./support/whole-life";

hasAWholeLife("under the oldest SDK that it allows", {
    installation: {
        by: "npm",
        dependencies: (archive) => ({
            "@pulumi/pulumi": oldestSdk,
            "@pulumi/okta": "7.0.0",
            "pulumi-okta-opa": `file:${archive}`,
        }),
    },
    files: { "index.js": inCommonJs },
    runsOn: { node: /^v/, sdk: new RegExp(`^${oldestSdk.replaceAll(".", "\\.")}$`) },
});
