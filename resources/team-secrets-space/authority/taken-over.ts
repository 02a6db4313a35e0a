import type { Mistake } from "../../lifecycle/declared/mistake";
import type { TeamFiles } from "../files/team-files";
import type { LastApplied, Records } from "../memory/record";
import { boundsOf } from "./bounds";
import type { Platform } from "./read-platform";

/** A team that a file declares, as far as the file's place goes. */
interface PlacedTeam {
    readonly name: string;
    readonly area: string;
}

/**
 * Why a space that state has must not become that of a team in this area; undefined if it may. A team that was removed stays in
 * state as long as its folder holds secrets.
 *
 * @param space The space's name in state.
 */
export function whyNotTaken(
    { name, area }: PlacedTeam,
    space: string,
    { area: was }: Pick<LastApplied, "area">,
    { file, declared }: Platform,
): string | undefined {
    if (was === area || (declared && boundsOf(area, declared).takes.includes(name))) return undefined;
    const [of, back] =
        was === undefined
            ? ["one that no file declared", "Declare it where it was"]
            : [`one of the area ${was}`, "Put the file there"];
    return (
        `"${space}" is in state as ${of}. Its secrets would come to the area ${area} with it. ${back}, use a name that state does not ` +
        `have, or ask whoever owns ${file} to allow it first: areas: { ${area}: { takes: [${name}] } }.`
    );
}

/**
 * Files that would take what state has of another area's team, or of one that no file declared. Reported as mistakes of teams in a
 * list, where the files begin at `first`.
 */
export function takenOverMistakes(
    { names, areas, previously }: Pick<TeamFiles, "names" | "areas" | "previously">,
    records: Records,
    platform: Platform,
    first = 0,
): readonly Mistake[] {
    return names.flatMap((name, index) => {
        const team = { name, area: areas[index] ?? "", previously: previously[index] ?? [] };
        const [told] = spacesFor(team, records).flatMap(({ space, record }) => {
            const reason = whyNotTaken(team, space, record, platform);
            const property = space === name || !team.previously.includes(space) ? "" : ".previously";
            return reason === undefined ? [] : [{ property: `teams[${first + index}]${property}`, reason }];
        });
        return told ?? [];
    });
}

/** What is remembered of the spaces whose resources a team of this name would have. */
function spacesFor(
    { name, previously }: { readonly name: string; readonly previously: readonly string[] },
    { ofSpace, names }: Records,
) {
    const was = names.includes(name) ? name : previously.find((one) => names.includes(one));
    // A renamed space may have resources under its former name: its renaming may not have come to its end.
    return [...ofSpace]
        .filter(([space, { namedAfter }]) => space === was || namedAfter === name)
        .map(([space, record]) => ({ space, record }));
}
