import { type TenantSettings, unconfirmed } from "../../../tenant";
import { onStage, type Stage, together } from "./mapping-stage";

/** What nobody can say of Okta's push without an org of their own, as far as a mapping meets it. */
const open = [
    "mappingCreateStatus",
    "mappingDeleteStatus",
    "errorMappingDelete",
    "errorMappingPatch",
    "sameStatusPatch",
    "errorSummaryInError",
    "emptyAppConfig",
    "missingGroupInMapping",
    "existingTargetName",
    "targetMappedTwice",
    "sourceMappedTwice",
    "nextLinkFilters",
    "mappingCursor",
    "targetDeletion",
    "sourceRename",
    "sourceDeletion",
    "omittedDeleteTarget",
    "pushedGroupRename",
    "pushOntoLocalGroup",
    "mappedTargetDelete",
    "mappingsBucket",
    "oktaRetryAfter",
    "groupSearchCase",
    "errorCauses",
] as const satisfies readonly (keyof typeof unconfirmed)[];

/** Name of a statement that is left open. */
export type Open = (typeof open)[number];

/**
 * The tenants a scenario is played in: every combination of what decides it, each with all the rest as usual and with all
 * the rest otherwise.
 */
export function tenants(...decisive: readonly Open[]): readonly Partial<TenantSettings>[] {
    const others = open.filter((name) => !decisive.includes(name));
    const combinations = decisive.reduce<readonly Partial<TenantSettings>[]>(
        (known, name) => known.flatMap((one) => unconfirmed[name].values.map((value) => ({ ...one, [name]: value }))),
        [{}],
    );
    return [0, 1].flatMap((choice) => {
        const rest = Object.fromEntries(others.map((name) => [name, unconfirmed[name].values[choice]]));
        return combinations.map((one) => ({ ...rest, ...one }));
    });
}

/** A test that plays the scenario in each of those tenants; its title tells how many. */
export function itInEach(decisive: readonly Open[], title: string, scenario: (stage: Stage) => Promise<void>): void {
    const all = tenants(...decisive);
    it(`${title} (${all.length} tenants)`, async function () {
        this.timeout(60_000);
        await Promise.all(all.map((settings) => together(() => playedIn(settings, decisive, scenario))));
    });
}

async function playedIn(
    settings: Partial<TenantSettings>,
    decisive: readonly Open[],
    scenario: (stage: Stage) => Promise<void>,
): Promise<void> {
    try {
        await onStage(settings, scenario);
    } catch (failure) {
        const choices = decisive.map((name) => `${name}: ${settings[name]}`).join(", ") || "all";
        throw new Error(`where ${choices}, the rest ${JSON.stringify(settings)}`, { cause: failure });
    }
}
