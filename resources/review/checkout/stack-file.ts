import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseDocument } from "yaml";
import type { ConfigSource } from "../../lifecycle/config-source";
import type { Mistake } from "../../lifecycle/declared/mistake";

/** The configuration of a stack, from its files in a checkout. */
export interface StackFile {
    readonly config: ConfigSource;
    /** The list `teams` of the program; undefined if there is none. */
    readonly teams: unknown;
    /** The file, by its name; undefined if there is none. */
    readonly file: string | undefined;
    readonly mistakes: readonly Mistake[];
}

type Values = Readonly<Record<string, unknown>>;

const projectFile = "Pulumi.yaml";

/** The stacks that have a file in a checkout. */
export function stacksIn(folder: string): readonly string[] {
    return readdirSync(folder)
        .flatMap((name) => /^Pulumi\.(.+)\.ya?ml$/.exec(name)?.[1] ?? [])
        .sort();
}

/** The project's name; undefined if there is none. */
export function projectIn(folder: string): string | undefined {
    const name = readYaml(folder, projectFile)?.values?.["name"];
    return typeof name === "string" && name !== "" ? name : undefined;
}

/** Reads `Pulumi.<stack>.yaml` and the defaults in `Pulumi.yaml`. Nothing is decrypted. */
export function readStackFile(folder: string, stack: string | undefined): StackFile {
    const project = readYaml(folder, projectFile);
    const file = stack === undefined ? undefined : `Pulumi.${stack}.yaml`;
    const own = file === undefined ? undefined : readYaml(folder, file);
    const name = project?.values?.["name"];
    const values = {
        ...defaultsIn(asMap(project?.values?.["config"]), name),
        ...asMap(own?.values?.["config"]),
    };
    const sealed = Object.entries(values).filter(
        ([key, value]) => key.startsWith("pulumi-okta-opa:") && isSealed(value),
    );
    const key = `${String(name)}:teams`;
    return {
        config: { get: (asked) => asText(values[asked]) },
        teams: isSealed(values[key]) ? "(encrypted)" : inText(values[key]),
        file: own && file,
        mistakes: [
            ...[project, own].flatMap((one) => one?.mistakes ?? []),
            ...sealed.map(([property]) => ({
                property: `${file}: ${property}`,
                reason: "is encrypted, and nothing is decrypted here. Set it without --secret: it is no secret.",
            })),
        ],
    };
}

interface ReadYaml {
    readonly values: Values | undefined;
    readonly mistakes: readonly Mistake[];
}

function readYaml(folder: string, name: string): ReadYaml | undefined {
    const path = join(folder, name);
    if (!existsSync(path)) return undefined;
    const document = parseDocument(readFileSync(path, "utf8"), { prettyErrors: true, logLevel: "error" });
    const [error] = document.errors;
    if (error) return { values: undefined, mistakes: [{ property: path, reason: `is not YAML: ${error.message}` }] };
    return { values: asMap(document.toJS()), mistakes: [] };
}

const asMap = (value: unknown): Values => (value !== null && typeof value === "object" ? (value as Values) : {});

const isSealed = (value: unknown): boolean => typeof asMap(value)["secure"] === "string";

/**
 * The project's file has values for all stacks, under `value` or `default`; keys may leave out the project's own
 * namespace.
 */
function defaultsIn(config: Values, project: unknown): Values {
    const entries = Object.entries(config).flatMap(([key, given]) => {
        const { value = asMap(given)["default"] } = asMap(given);
        const plain = given !== null && typeof given === "object" ? value : given;
        return plain === undefined ? [] : [[key.includes(":") ? key : `${String(project)}:${key}`, plain] as const];
    });
    return Object.fromEntries(entries);
}

/** As Pulumi passes it to a program. */
function asText(value: unknown): string | undefined {
    if (value === undefined || value === null || isSealed(value)) return undefined;
    return typeof value === "string" ? value : JSON.stringify(value);
}

/** A list may be written as JSON text. */
function inText(value: unknown): unknown {
    if (typeof value !== "string") return value;
    try {
        return JSON.parse(value) as unknown;
    } catch {
        return value;
    }
}
