import { isSameAppConfig } from "./app-config";
import type { Declared } from "./schema";
import type { Mapping } from "./wire";

/** Where a live mapping is not the declared one, in words. */
export function differencesOf(declared: Declared, live: Mapping): readonly string[] {
    // A push that fails is the declared mapping in trouble, not another one.
    const status = live.status === "ERROR" ? "ACTIVE" : live.status;
    return [
        ...(declared.status === status ? [] : [`status is ${live.status}, declared is ${declared.status}`]),
        ...immutableDifferences(declared, live),
    ];
}

/** Those that no request can change. */
export function immutableDifferences(
    declared: Pick<Declared, "appConfig">,
    live: Pick<Mapping, "appConfig">,
): readonly string[] {
    if (isSameAppConfig(live.appConfig, declared.appConfig)) return [];
    return [`appConfig is ${JSON.stringify(live.appConfig)}, declared is ${JSON.stringify(declared.appConfig)}`];
}
