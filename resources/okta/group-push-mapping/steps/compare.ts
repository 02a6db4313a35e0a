import { isSameAppConfig } from "../declared/app-config";
import type { Declared } from "../declared/schema";
import type { Mapping } from "../wire/mapping";

/** How a live mapping differs from the declared one, as a message says it. */
export function differencesOf(declared: Declared, live: Mapping): readonly string[] {
    // A failed push is a problem of the declared mapping, not a difference from it.
    const isAsDeclared = declared.status === (live.status === "ERROR" ? "ACTIVE" : live.status);
    return [
        ...(isAsDeclared || isNotActiveYet(declared, live)
            ? []
            : [`status is ${live.status}, declared ${declared.status}`]),
        ...immutableDifferences(declared, live),
    ];
}

/** A run that is killed before it activates what it created by name (see make.ts) leaves one that was never pushed. */
function isNotActiveYet({ targetGroupName }: Declared, { status, lastPush }: Mapping): boolean {
    return targetGroupName !== undefined && status === "INACTIVE" && lastPush === undefined;
}

/** The differences that no request can change. */
export function immutableDifferences(
    declared: Pick<Declared, "appConfig">,
    live: Pick<Mapping, "appConfig">,
): readonly string[] {
    if (isSameAppConfig(live.appConfig, declared.appConfig)) return [];
    return [`appConfig is ${JSON.stringify(live.appConfig)}, declared ${JSON.stringify(declared.appConfig)}`];
}
