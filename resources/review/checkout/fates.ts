import type { Fate } from "../reviewed";
import { type Spot, spotKey } from "../rights/ruling";
import type { Declared, PlacedTeam } from "./read-checkout";
import type { Moved } from "./rulings";

/** What becomes of the folders that base declares. */
export function fatesOf(base: Declared, head: Declared, moved: Moved): readonly Fate[] {
    const kept = new Set([...head.teams.values()].flatMap((team) => spotsOf(team).map(spotKey)));
    return [...base.teams.values()].flatMap((team) =>
        spotsOf(team).map((was): Fate => {
            const spot = moved(was);
            return { spot, fate: kept.has(spotKey(spot)) ? "stays" : fateOf(team) };
        }),
    );
}

const spotsOf = ({ spot, paths }: PlacedTeam): readonly Spot[] => paths.map((path) => ({ ...spot, path }));

function fateOf({ space: { onDelete, deleteContents } }: PlacedTeam): Fate["fate"] {
    if (onDelete === "retain") return "is let go";
    return deleteContents === undefined ? "goes if empty" : "goes with its contents";
}
