import { Config } from "@pulumi/pulumi";
import type { ConfigSource } from "./lifecycle/config-source";

/** The stack configuration as a Pulumi program sees it. Nothing of it may reach a resource's arguments. */
export const programConfig: ConfigSource = {
    get(key) {
        const [namespace, name] = key.split(":");
        return namespace && name ? new Config(namespace).get(name) : undefined;
    },
};
