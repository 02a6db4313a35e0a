import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { stringify } from "yaml";
import { platformJsonSchema, teamJsonSchema } from "../../resources/team-secrets-space/files/json-schema";
import { ownersIn, type Settings, simulatedOrg } from "./settings";

/** The template's words, and what stands in their place. They are whole words in capitals, so the template itself can be read and checked. */
const words: Readonly<Record<string, (settings: Settings, version: string) => string | readonly string[]>> = {
    PROJECT_NAME: ({ name }) => name,
    STACK_NAME: ({ stack }) => stack,
    OKTA_ORG: ({ org }) => org,
    OPA_TEAM: ({ opaTeam }) => opaTeam,
    RESOURCE_GROUP: ({ resourceGroup }) => resourceGroup,
    OPA_PROJECT: ({ project }) => project,
    APP_ID: ({ app }) => app,
    PLATFORM_OWNERS: ({ owners }) => ownersIn(owners),
    PACKAGE_VERSION: (_, version) => version,
};

/** The files of a new repository, by their paths in it. */
export function repositoryFiles(
    settings: Settings,
    packageFolder: string,
    version: string,
): ReadonlyMap<string, string> {
    const parts = settings.host === "none" ? ["repository"] : ["repository", settings.host];
    const files = parts.flatMap((part) => {
        const folder = join(packageFolder, "template", part);
        return pathsIn(folder).map((path): [string, string] => {
            const text = readFileSync(join(folder, path), "utf8");
            return [pathFor(path, settings), filled(path, text, settings, version)];
        });
    });
    const schemas: [string, string][] = [
        ["team.schema.json", `${JSON.stringify(teamJsonSchema(), undefined, 2)}\n`],
        ["platform.schema.json", `${JSON.stringify(platformJsonSchema(), undefined, 2)}\n`],
    ];
    return new Map([...files, ...schemas].sort(([one], [other]) => (one < other ? -1 : 1)));
}

const pathsIn = (folder: string): readonly string[] =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) =>
            join(parentPath, name)
                .slice(folder.length + 1)
                .replaceAll("\\", "/"),
        );

/** npm publishes no `.gitignore`, so the template has it under another name. */
const pathFor = (path: string, { stack }: Settings): string =>
    path === "gitignore" ? ".gitignore" : path.replace("STACK_NAME", stack);

function filled(path: string, text: string, settings: Settings, version: string): string {
    const isYaml = /\.ya?ml$/.test(path);
    const lines = text
        .split("\n")
        .filter((line) => settings.app !== "" || !line.includes("APP_ID"))
        // The simulated org has another address in each run.
        .map((line) => (settings.org === simulatedOrg ? line.replace(/^( *)(.*\bOKTA_ORG\b)/, "$1# $2") : line));
    return lines.join("\n").replaceAll(/\b[A-Z]+_[A-Z]+\b/g, (word) => {
        const value = words[word]?.(settings, version);
        if (value === undefined) return word;
        const all = typeof value === "string" ? [value] : value;
        return isYaml ? all.map(inYaml).join(", ") : all.join(" ");
    });
}

/** A text as YAML writes it inside of a line, also between brackets. */
const inYaml = (text: string): string =>
    stringify([text], { collectionStyle: "flow", lineWidth: 0 })
        .trim()
        .replace(/^\[\s*/, "")
        .replace(/\s*\]$/, "");

/** The folder of this package, wherever it is installed. */
export const packageFolder = (): string => dirname(require.resolve("pulumi-okta-opa/package.json"));
