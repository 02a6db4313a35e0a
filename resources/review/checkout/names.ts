import { readTeamFiles } from "../../team-secrets-space/files/team-files";
import type { LastApplied, Records } from "../../team-secrets-space/memory/record";

/** What state remembers of names: the name that a team's objects are based on. */
export type RememberedNames = Records;

/** As if teams had been applied whose objects are based on these names, by the team's name. */
export function rememberedOf(namedAfter: ReadonlyMap<string, string>): RememberedNames {
    const ofSpace = [...namedAfter].map(([name, former]): [string, LastApplied] => [
        name,
        { version: 1, declared: {}, people: {}, namedAfter: former },
    ]);
    return { ofSpace: new Map(ofSpace), names: [...namedAfter.keys()] };
}

/**
 * What a checkout itself shows about earlier names: the objects of a renamed team are based on its first name. If a
 * team no longer gives its former names, what state remembers of it is not known.
 */
export function rememberedBefore(folder: string): RememberedNames {
    const { previously } = readTeamFiles(folder);
    const first = previously.flatMap((names) => names.at(-1) ?? []);
    return rememberedOf(new Map(first.map((name) => [name, name])));
}
