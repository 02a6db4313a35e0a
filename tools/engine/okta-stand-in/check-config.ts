import type { Properties } from "./properties";

type Shape = "text" | "texts" | "boolean" | readonly [least: number, most: number];

const anyNumber = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] as const;

/** Every key of the real plugin, with its type and limits (terraform-provider-okta, `okta/provider/provider.go`). */
export const keys: Readonly<Record<string, Shape>> = {
    accessToken: "text",
    apiToken: "text",
    backoff: "boolean",
    baseUrl: "text",
    clientId: "text",
    httpProxy: "text",
    logLevel: [1, 5],
    maxApiCapacity: [1, 100],
    maxRetries: [Number.NEGATIVE_INFINITY, 100],
    maxWaitSeconds: anyNumber,
    minWaitSeconds: anyNumber,
    orgName: "text",
    parallelism: anyNumber,
    privateKey: "text",
    privateKeyId: "text",
    requestTimeout: [0, 300],
    scopes: "texts",
};

/** Keys that must not be together in stack configuration; environment variables do not count. */
const conflicts: Readonly<Record<string, readonly string[]>> = {
    accessToken: ["apiToken", "clientId", "scopes", "privateKey"],
    apiToken: ["accessToken", "clientId", "scopes", "privateKey"],
    clientId: ["accessToken", "apiToken"],
    scopes: ["accessToken", "apiToken"],
    privateKey: ["accessToken", "apiToken"],
    privateKeyId: ["apiToken"],
};

/** Keys that Pulumi itself adds. */
const reserved = /^(version|pluginDownloadURL|__.*)$/;

/**
 * What the real plugin refuses in a configuration, in its own words (pulumi-terraform-bridge, `check_failures.go`). A text for
 * a key of another type must be JSON. Otherwise this throws and does not name the key, as the real plugin does.
 */
export function checkConfig(config: Properties): readonly string[] {
    const given = Object.keys(config).filter((key) => !reserved.test(key));
    const values = new Map(given.map((key) => [key, decoded(keys[key], config[key])]));
    return given.flatMap((key) => {
        const shape = keys[key];
        if (shape === undefined) return [unknownKey(key)];
        const clash = conflicts[key]?.find((other) => values.has(other));
        const reason = clash ? conflict(key, clash) : misfit(key, shape, values.get(key));
        return reason
            ? [`could not validate provider configuration: ${reason}. Check \`pulumi config get okta:${key}\`.`]
            : [];
    });
}

function unknownKey(key: string): string {
    return (
        `\`okta:${key}\` is not a valid configuration key for the okta provider. If the referenced key is not intended for the ` +
        "provider, please choose a different namespace from `okta:`."
    );
}

function conflict(key: string, other: string): string {
    return `Conflicting configuration arguments. "${underscored(key)}": conflicts with ${underscored(other)}`;
}

function misfit(key: string, shape: Shape, value: unknown): string | undefined {
    if (shape === "text") return typeof value === "string" ? undefined : `${underscored(key)}: string required`;
    if (shape === "boolean") return typeof value === "boolean" ? undefined : `${underscored(key)}: a bool is required`;
    if (shape === "texts") return isTexts(value) ? undefined : `${underscored(key)}: set of string required`;
    if (typeof value !== "number" || !Number.isInteger(value)) return `${underscored(key)}: a number is required`;
    const [least, most] = shape;
    if (value >= least && value <= most) return undefined;
    return `expected ${underscored(key)} to be in the range (${least} - ${most}), got ${value}`;
}

/** The value of a key as the real plugin decodes it: where the key is not of type text, a text is parsed as JSON. */
export function decoded(shape: Shape | undefined, value: unknown): unknown {
    if (typeof value !== "string" || shape === undefined || shape === "text") return value;
    try {
        return JSON.parse(value);
    } catch {
        const character = JSON.stringify(value.trim()[0] ?? "").slice(1, -1);
        throw new Error(
            `CheckConfig failed because of malformed resource inputs: invalid character '${character}' looking for beginning of value`,
        );
    }
}

function isTexts(value: unknown): boolean {
    return Array.isArray(value) && value.every((item) => typeof item === "string");
}

function underscored(key: string): string {
    return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
