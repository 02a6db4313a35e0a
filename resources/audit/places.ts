import type { Declared, PlacedTeam } from "../review/checkout/read-checkout";
import { quoted } from "../review/page/words";
import type { Spot } from "../review/rights/ruling";
import type { Container } from "./audited";

/** A team where it is in OPA, by names. */
export interface FoundTeam {
    readonly team: PlacedTeam;
    readonly spot: Spot;
}

/** The teams of a checkout by the names that OPA has for their places, and those whose place cannot be told. */
export function foundTeams(
    { teams }: Declared,
    containers: readonly Container[],
): { readonly found: readonly FoundTeam[]; readonly notSeen: readonly string[] } {
    const all = [...teams.values()].map((team) => ({ team, spot: spotIn(team.spot, containers) }));
    const lost = all.filter(({ spot }) => spot === undefined).map(({ team }) => team.space.name);
    return {
        found: all.flatMap(({ team, spot }) => (spot ? [{ team, spot }] : [])),
        notSeen: lost.map(
            (name) =>
                `which policies reach the folder of team ${quoted(name)}: its place, as declared, is none that was seen. Write the names ` +
                "of resource group and project in the configuration.",
        ),
    };
}

/** A place may be declared by ids, or left out where there is only one. */
function spotIn({ resourceGroup, project, path }: Spot, containers: readonly Container[]): Spot | undefined {
    const fits = containers.filter(
        ({ ids, ...names }) =>
            [undefined, names.resourceGroup, ids?.resourceGroup].includes(resourceGroup || undefined) &&
            [undefined, names.project, ids?.project].includes(project || undefined),
    );
    const isGiven = resourceGroup !== "" && project !== "";
    const [only] = fits;
    if (!only || (fits.length > 1 && !isGiven)) return undefined;
    return { resourceGroup: only.resourceGroup, project: only.project, path };
}
