import type { AppConfig } from "./app-config";
import type { Mapping } from "./mapping";
import type { Declared } from "./schema";

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

/**
 * Whether what is there is what is declared. An appConfig can't change once the mapping is made, so one that is left out
 * of a declaration or of an answer (some answers hold an empty one, contracts/okta-api.md 1.6) tells nothing. Active
 * Directory reads names whatever their case, and blanks beside the commas of a distinguished name.
 */
export function isSameAppConfig(there: AppConfig | undefined, declared: AppConfig | undefined): boolean {
    if (!there || !declared) return true;
    return (
        there.groupScope === declared.groupScope &&
        there.groupType === declared.groupType &&
        folded(there.samAccountName) === folded(declared.samAccountName) &&
        folded(there.distinguishedName) === folded(declared.distinguishedName)
    );
}

const folded = (name: string): string => name.toLowerCase().replace(/\s*([,=])\s*/g, "$1");
