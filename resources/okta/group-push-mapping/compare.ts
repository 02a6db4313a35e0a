import { isSameAppConfig } from "./app-config";
import type { Declared } from "./schema";
import type { Mapping } from "./wire";

/** How a live mapping differs from the declared one, in words. */
export function differencesOf(declared: Declared, live: Mapping): readonly string[] {
    // A failed push is a problem of the declared mapping, not a difference from it.
    const status = live.status === "ERROR" ? "ACTIVE" : live.status;
    return [
        ...(declared.status === status ? [] : [`status is ${live.status}, declared ${declared.status}`]),
        ...immutableDifferences(declared, live),
    ];
}

/** The differences that no request can change. */
export function immutableDifferences(
    declared: Pick<Declared, "appConfig">,
    live: Pick<Mapping, "appConfig">,
): readonly string[] {
    if (isSameAppConfig(live.appConfig, declared.appConfig)) return [];
    return [`appConfig is ${JSON.stringify(live.appConfig)}, declared ${JSON.stringify(declared.appConfig)}`];
}
