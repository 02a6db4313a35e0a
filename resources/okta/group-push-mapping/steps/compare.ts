import { isSameAppConfig } from "../declared/app-config";
import type { Fixed, LiveMapping } from "../declared/effects";
import type { Declared } from "../declared/schema";
import type { Mapping } from "../wire/mapping";

/** How a live mapping differs from the declared one, as a message says it. */
export function differencesOf(declared: Declared, live: Mapping): readonly string[] {
    // A failed push is a problem of the declared mapping, not a difference from it.
    const isAsDeclared = declared.status === (live.status === "ERROR" ? "ACTIVE" : live.status);
    const differences: { readonly [Property in keyof LiveMapping]: readonly string[] } = {
        status:
            isAsDeclared || isNotActiveYet(declared, live)
                ? []
                : [`status is ${live.status}, declared ${declared.status}`],
    };
    return [...Object.values(differences).flat(), ...immutableDifferences(declared, live)];
}

/** A run that is killed before it activates what it created by name (see make.ts) leaves one that was never pushed. */
function isNotActiveYet({ targetGroupName }: Declared, { status, lastPush }: Mapping): boolean {
    return targetGroupName !== undefined && status === "INACTIVE" && lastPush === undefined;
}

/** What is left to compare in a mapping that was found by its app, source and target. */
type Compared = Omit<Fixed, "appId" | "sourceGroupId" | "targetGroupName" | "targetGroupId">;

/** The differences that no request can change. */
export function immutableDifferences(
    declared: Pick<Declared, keyof Compared>,
    live: Pick<Mapping, keyof Compared>,
): readonly string[] {
    const differences: { readonly [Property in keyof Compared]: readonly string[] } = {
        appConfig: isSameAppConfig(live.appConfig, declared.appConfig)
            ? []
            : [`appConfig is ${JSON.stringify(live.appConfig)}, declared ${JSON.stringify(declared.appConfig)}`],
    };
    return Object.values(differences).flat();
}
