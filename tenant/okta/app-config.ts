import type { AppConfig, OktaApp } from "../store/okta-records";
import { invalid } from "./errors";

/** The catalogue's key of Active Directory, the only app whose mappings need more than the two groups. */
const activeDirectory = "active_directory";

/** Whether this app is a source of people and groups: Active Directory, or LDAP, whose catalogue keys begin so. */
export function isDirectory(app: OktaApp | undefined): boolean {
    return app !== undefined && (app.name === activeDirectory || app.name.startsWith("ldap"));
}

// docs/contracts/okta-api.md 1.2: the discriminator is required, and so is every other field.
const values: Readonly<Record<keyof AppConfig, readonly string[] | "any">> = {
    type: ["ACTIVE_DIRECTORY"],
    distinguishedName: "any",
    groupScope: ["DOMAIN_LOCAL", "GLOBAL", "UNIVERSAL"],
    groupType: ["DISTRIBUTION", "SECURITY"],
    samAccountName: "any",
};

/**
 * The app configuration of a new mapping; undefined when it has none. Required for Active Directory, refused elsewhere
 * (docs/contracts/okta-api.md 1.2).
 */
export function appConfigIn(body: Readonly<Record<string, unknown>>, app: OktaApp): AppConfig | undefined {
    const config = body["appConfig"];
    if (app.name !== activeDirectory) {
        if (config !== undefined) throw invalid("appConfig", "appConfig: Only for Active Directory.");
        return undefined;
    }
    if (config === undefined && body["targetGroupName"] === undefined) return undefined;
    if (typeof config !== "object" || config === null) throw invalid("appConfig", "appConfig: The field is required.");
    const fields = Object.entries(values).map(([name, allowed]): [string, string] => {
        const value = (config as Record<string, unknown>)[name];
        const isFit = typeof value === "string" && value !== "" && (allowed === "any" || allowed.includes(value));
        if (!isFit) throw invalid("appConfig", `appConfig.${name}: The field is required and must be one it knows.`);
        return [name, value];
    });
    return Object.fromEntries(fields) as unknown as AppConfig;
}
