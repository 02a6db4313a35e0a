import type { ConfigSource } from "../../lifecycle/config-source";

/** What the folder of a space is in, as far as that is declared. */
export interface Place {
    readonly resourceGroup?: string | undefined;
    readonly project?: string | undefined;
    readonly parentFolder?: string | undefined;
}

/** Where in the stack configuration it stands. */
export const configKeys = {
    resourceGroup: "pulumi-okta-opa:resourceGroup",
    project: "pulumi-okta-opa:project",
    parentFolder: "pulumi-okta-opa:parentFolder",
} as const satisfies Record<keyof Place, string>;

/** The key of the stack configuration with the app that spaces push to unless they say otherwise. */
export const appIdKey = "pulumi-okta-opa:appId";

/** Where spaces go unless they say otherwise, from the stack configuration. */
export function defaultPlace(config: ConfigSource): Place {
    return {
        resourceGroup: config.get(configKeys.resourceGroup),
        project: config.get(configKeys.project),
        parentFolder: config.get(configKeys.parentFolder),
    };
}
