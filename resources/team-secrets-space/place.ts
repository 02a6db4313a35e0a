import type { ConfigSource } from "../lifecycle/config-source";

/** What the folder of a space is in, as far as that is declared. */
export interface Place {
    readonly resourceGroup?: string | undefined;
    readonly project?: string | undefined;
    readonly parentFolder?: string | undefined;
}

/** Where spaces go that do not say otherwise, as the stack configuration has it. */
export function defaultPlace(config: ConfigSource): Place {
    return {
        resourceGroup: config.get("pulumi-okta-opa:resourceGroup"),
        project: config.get("pulumi-okta-opa:project"),
        parentFolder: config.get("pulumi-okta-opa:parentFolder"),
    };
}
