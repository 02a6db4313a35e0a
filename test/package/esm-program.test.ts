import { lockedVersion } from "./support/packed";
import { everything, hasAWholeLife } from "./support/whole-life";

const program = `
import { createRequire } from "node:module";
import * as okta from "@pulumi/okta";
import * as ours from "pulumi-okta-opa";

export const node = process.version;
export const sdk = createRequire(import.meta.url)("@pulumi/pulumi/package.json").version;
(${everything})(okta, ours);
`;

hasAWholeLife("used by a program of ES modules", {
    installation: {
        by: "npm",
        type: "module",
        dependencies: (archive) => ({
            ...Object.fromEntries(["@pulumi/pulumi", "@pulumi/okta"].map(lockedVersion)),
            "pulumi-okta-opa": `file:${archive}`,
        }),
    },
    files: { "index.js": program },
    runsOn: { node: /^v/, sdk: /^3\./ },
});
