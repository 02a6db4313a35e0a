import { isDeepStrictEqual } from "node:util";
import type { Declared, Mapping } from "./schema";

/** Where a live mapping is not the declared one, in words. */
export function differencesOf(declared: Declared, live: Mapping): readonly string[] {
    // A push that fails is the declared mapping in trouble, not another one.
    const status = live.status === "ERROR" ? "ACTIVE" : live.status;
    return [
        ...(declared.status === status ? [] : [`status is ${live.status}, declared is ${declared.status}`]),
        ...(isDeepStrictEqual(declared.appConfig, live.appConfig)
            ? []
            : [`appConfig is ${JSON.stringify(live.appConfig)}, declared is ${JSON.stringify(declared.appConfig)}`]),
    ];
}
