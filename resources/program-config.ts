import { Config, runtime } from "@pulumi/pulumi";
import type { ConfigSource } from "./lifecycle/config-source";

/** What was read of the stack configuration in each run of a program: a process may run several, one after the other. */
const readIn = new WeakMap<object, Map<string, string | undefined>>();

/**
 * The stack configuration as a Pulumi program sees it. Nothing of it may reach a resource's arguments. A run reads each key once: the SDK
 * parses the whole configuration, with all teams, whenever it is asked for one key.
 */
export const programConfig: ConfigSource = {
    get(key) {
        const stack = runtime.getStackResource();
        // Without an engine there is no run.
        if (!stack) return read(key);
        const known = readIn.get(stack) ?? new Map<string, string | undefined>();
        readIn.set(stack, known);
        if (!known.has(key)) known.set(key, read(key));
        return known.get(key);
    },
};

function read(key: string): string | undefined {
    const [namespace, name] = key.split(":");
    return namespace && name ? new Config(namespace).get(name) : undefined;
}
