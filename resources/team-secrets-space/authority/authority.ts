import type { Mistake } from "../../lifecycle/declared/mistake";
import type { Properties } from "../../lifecycle/declared/plain";
import type { TeamSpace } from "../teams/teams-in";
import { boundsOf } from "./bounds";
import { isAlike, type Platform } from "./read-platform";
import { asMistakes, beyondBounds, type KnownSettings } from "./within-bounds";

/** A file of a team, and what it says. */
export interface DeclaredInFile {
    readonly area: string;
    /** As the file has it, without the properties that only the stack may declare. */
    readonly value: Properties;
    /** What it would make; undefined if its shape is not valid. */
    readonly made: TeamSpace | undefined;
}

/**
 * What files say although their areas may not. Reported as mistakes of teams in a list, where the files begin at
 * `first`.
 */
export function authorityMistakes(
    { file, declared }: Platform,
    files: readonly DeclaredInFile[],
    settings: KnownSettings,
    first = 0,
): readonly Mistake[] {
    if (!declared) return [];
    const owners = declared.owners ?? [];
    return files.flatMap(({ area, value, made }, index) => {
        const team = `teams[${first + index}]`;
        const known = Object.keys(declared.areas).find((one) => one !== area && isAlike(one, area));
        if (known !== undefined && !Object.hasOwn(declared.areas, area)) {
            const reason = `the area ${area} is written ${known} in ${file}. Write both alike.`;
            return [{ property: team, reason }];
        }
        const beyond = beyondBounds(value, made, { bounds: boundsOf(area, declared), settings });
        return asMistakes(beyond, { area, file, owners }).map(({ property, reason }) => ({
            property: `${team}.${property}`,
            reason,
        }));
    });
}
