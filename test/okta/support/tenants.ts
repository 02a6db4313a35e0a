import { type TenantSettings, unconfirmed } from "../../../tenant";
import { oktaUnconfirmed } from "../../../tenant/unconfirmed/okta";
import { onStage, type Stage } from "./mapping-stage";

/** Statements about Okta that no scenario of a mapping meets, each with the reason. */
const notMet = {
    proofRefusalStatus: "Stages connect with an API token, without proofs of possession.",
    manageScopeReads: "An API token has no scopes.",
    pushEventTargets: "A mapping asks for no events.",
    groupWithoutDescription: "A mapping reads no description.",
} as const satisfies Partial<Record<keyof typeof oktaUnconfirmed, string>>;

/** Name of a statement about Okta that is left open, as far as a mapping meets it. */
export type Open = Exclude<keyof typeof oktaUnconfirmed, keyof typeof notMet>;

const open = (Object.keys(oktaUnconfirmed) as (keyof typeof oktaUnconfirmed)[]).filter(
    (name): name is Open => !(name in notMet),
);

/**
 * The tenants a scenario is played in: every combination of what decides it, each with all the rest at its default and with
 * all the rest at its second choice.
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
        this.timeout(600_000);
        for (const settings of all) await playedIn(settings, decisive, scenario);
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
