import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

/** The checkout that this file belongs to. */
const checkout = resolve(__dirname, "..", "..");

/** Where everything that is built or downloaded lies; ignored by git, safe to delete. */
export const engineFolder = join(checkout, ".engine");

/** The folder to put first on PATH. */
export const binFolder = join(engineFolder, "bin");

/** What a Pulumi engine for Node.js programs consists of. */
export const engineParts = ["pulumi", "pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs"] as const;

/** The name of the Okta plugin's executable, real or stand-in. */
export const oktaPlugin = "pulumi-resource-okta";

/** One of the two Go modules here; each has a go.mod and go.sum, and one executable is built from it. */
export interface GoModule {
    readonly folder: string;
    /** The Go package to build. */
    readonly main: string;
    readonly executable: (typeof engineParts)[number];
    readonly version: string;
}

/** The Pulumi CLI, as pinned in its go.mod. */
export const cli = goModule("cli", "pkg/v3", "cmd/pulumi", "pulumi");

/** The language host that the CLI starts for a Node.js program; only old versions are available as a Go module. */
export const languageHost = goModule(
    "language-host",
    "sdk/v3",
    "nodejs/cmd/pulumi-language-nodejs",
    "pulumi-language-nodejs",
);

/** The version of the Okta plugin that belongs to the installed `@pulumi/okta`. */
export function oktaPluginVersion(): string {
    const manifest: unknown = JSON.parse(readFileSync(require.resolve("@pulumi/okta/package.json"), "utf8"));
    if (typeof manifest === "object" && manifest && "version" in manifest) return String(manifest.version);
    throw new Error("@pulumi/okta has no version: run npm ci.");
}

function goModule(name: string, path: string, main: string, executable: GoModule["executable"]): GoModule {
    const folder = join(__dirname, name);
    const required = `github.com/pulumi/pulumi/${path}`;
    const version = readFileSync(join(folder, "go.mod"), "utf8").split(`require ${required} `)[1]?.split(/\s/)[0];
    if (!version) throw new Error(`${join(folder, "go.mod")} requires no version of ${required}.`);
    return { folder, main: `${required}/${main}`, executable, version };
}
