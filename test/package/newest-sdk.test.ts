import { hasAWholeLife, inCommonJs } from "./support/whole-life";

/** The executable that the npm package `node` installs, which it does by a script; npm runs none by itself. */
const node24 = `node-${process.platform}-${process.arch}`;

hasAWholeLife("under the newest SDK that there is, and Node 24", {
    installation: {
        by: "npm",
        dependencies: (archive) => ({
            // A range would give the newest one that declares the Node by which npm runs.
            "@pulumi/pulumi": "latest",
            "@pulumi/okta": "^7.0.0",
            [node24]: "^24.0.0",
            "pulumi-okta-opa": `file:${archive}`,
        }),
    },
    files: { "index.js": inCommonJs },
    nodeIn: `node_modules/${node24}/bin`,
    runsOn: { node: /^v24\./, sdk: /^3\.(?:27[6-9]|2[89]\d|[3-9]\d\d|\d{4,})\./ },
});
