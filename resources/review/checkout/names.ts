import { readTeamFiles } from "../../team-secrets-space/files/team-files";
import type { LastApplied, Memory } from "../../team-secrets-space/memory/last-applied";

/** What state remembers of names: of which name a team's objects are. */
export type RememberedNames = Pick<Memory, "ofSpace" | "names">;

/** As if teams had been applied that are, by their names, named after these. */
export function rememberedOf(namedAfter: ReadonlyMap<string, string>): RememberedNames {
    const ofSpace = [...namedAfter].map(([name, former]): [string, LastApplied] => [
        name,
        { version: 1, declared: {}, people: {}, namedAfter: former },
    ]);
    return { ofSpace: new Map(ofSpace), names: [...namedAfter.keys()] };
}

/**
 * What is known of the names before a checkout by the checkout itself: a team that had other names is named after the first of them. What
 * state remembers of one that no longer says so is not known.
 */
export function rememberedBefore(folder: string): RememberedNames {
    const { previously } = readTeamFiles(folder);
    const first = previously.flatMap((names) => names.at(-1) ?? []);
    return rememberedOf(new Map(first.map((name) => [name, name])));
}
