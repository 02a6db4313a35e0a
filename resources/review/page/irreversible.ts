import type { PlacedTeam } from "../checkout/read-checkout";
import type { Reviewed, Sides } from "../reviewed";
import { type Ruling, type Spot, spotKey } from "../rights/ruling";
import type { Review } from "./document";
import { isReveal } from "./effects";

/** Effects of a change that no later change undoes, and folders that nobody can read any more. */
export function irreversibleIn({ base, head }: Reviewed, { before, after, moved }: Sides): Review["irreversible"] {
    const [wasRead, isRead] = [readIn(before), readIn(after)];
    const kept = new Set([...head.teams.values()].flatMap((team) => spotsOf(team).map(spotKey)));
    return [...base.teams.values()].flatMap((team) =>
        spotsOf(team).flatMap((was) => {
            const spot = moved(was);
            const isKept = kept.has(spotKey(spot));
            const { space } = team;
            const isEmptied = space.deleteContents !== undefined && !isKept;
            const isUnread = wasRead(spot) && !isRead(spot);
            if (isKept && !isUnread) return [];
            return [{ ...spot, what: sentence(isKept, isEmptied, isUnread) }];
        }),
    );
}

function sentence(isKept: boolean, isEmptied: boolean, isUnread: boolean): string {
    const unread = "nobody can reveal what is in it any more";
    if (isKept) return `stays, and ${unread}`;
    if (isEmptied) return "is deleted WITH EVERYTHING IN IT, as deleteContents of base says";
    return `is deleted if it is empty; else it stays${isUnread ? `, and ${unread}` : ""}, and the run ends with an error`;
}

const spotsOf = ({ spot, paths }: PlacedTeam): readonly Spot[] => paths.map((path) => ({ ...spot, path }));

/** Tells whether anybody may reveal what is in a folder; a group whose members are not known counts as somebody. */
function readIn(rulings: readonly Ruling[]): (spot: Spot) => boolean {
    const read = new Set(
        rulings
            .filter(({ privileges, principal }) => {
                const isSomebody = principal.kind !== "people" || principal.people.length > 0;
                return isSomebody && privileges.some(isReveal);
            })
            .map(spotKey),
    );
    return (spot) => {
        const steps = spot.path.split("/");
        return steps.some((_, index) => read.has(spotKey({ ...spot, path: steps.slice(0, index + 1).join("/") })));
    };
}
