import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { lockedVersion, must, npm } from "./packed";
import { everything } from "./whole-life";

/** A company's own package around ours, which it alone depends on. */
const code = `
exports.everything = () => (${everything})(require("@pulumi/okta"), require("pulumi-okta-opa"));
`;

/** A program that uses the company's package alone. */
export const byCompany = `
exports.node = process.version;
exports.sdk = require("@pulumi/pulumi/package.json").version;
require("company").everything();
`;

/** What a project of the company has: not ours. */
export function companyDependencies(archive: string): Readonly<Record<string, string>> {
    const locked = Object.fromEntries(["@pulumi/pulumi", "@pulumi/okta"].map(lockedVersion));
    return { ...locked, company: `file:${archiveOf(dirname(archive))}` };
}

/** Packs the company's package into the folder of the project. */
export async function packCompany(folder: string, archive: string): Promise<void> {
    const sources = join(folder, "company-sources");
    mkdirSync(sources);
    const manifest = {
        ...{ name: "company", version: "1.0.0" },
        dependencies: { "pulumi-okta-opa": `file:${archive}` },
        peerDependencies: { "@pulumi/okta": "^7.0.0", "@pulumi/pulumi": "^3.0.0" },
    };
    writeFileSync(join(sources, "package.json"), JSON.stringify(manifest));
    writeFileSync(join(sources, "index.js"), code);
    must(await npm(sources, "pack", "--pack-destination", folder));
}

const archiveOf = (folder: string) => join(folder, "company-1.0.0.tgz");
