import type { Fate, Reviewed, Sides } from "../reviewed";
import { covers, type Ruling, type Spot, spotKey } from "../rights/ruling";
import type { Live } from "../snapshot";
import type { Review } from "./document";
import { isReveal } from "./effects";

/** Effects of a change that no later change undoes, and folders that nobody can read any more. */
export function irreversibleIn(
    { before, after, moved, fates }: Sides,
    { live, from }: Pick<Reviewed, "live" | "from">,
): Review["irreversible"] {
    const [wasRead, isRead] = [readIn(before), readIn(after)];
    const all = fates.flatMap(({ spot, fate }) => {
        const isUnread = wasRead(spot) && !isRead(spot);
        if (fate === "stays" && !isUnread) return [];
        return [{ ...spot, what: sentence(fate, isUnread, from), holds: contentsOf(spot, live, moved) }];
    });
    return all.sort((one, other) => (spotKey(one) < spotKey(other) ? -1 : 1));
}

function sentence(fate: Fate["fate"], isUnread: boolean, from: Reviewed["from"]): string {
    const unread = "nobody can reveal what is in it any more";
    switch (fate) {
        case "stays":
            return `stays, and ${unread}`;
        case "goes with its contents":
            return "is deleted WITH EVERYTHING IN IT, as deleteContents of base says";
        case "is let go":
            return `stays, but no program manages it any more${isUnread ? `, and ${unread}` : ""}`;
        case "replaced":
            return "is replaced by a new, empty folder; the old one is deleted, which the preview refuses if it holds anything";
        case "goes if empty":
            // Files declare teams of `declaredTeams`, whose program looks into the folder first.
            if (from === "files") return "is deleted if it is empty; else the preview refuses this change";
            return `is deleted if it is empty; else it stays${isUnread ? `, and ${unread}` : ""}, and the run ends with an error`;
    }
}

/** What the snapshot has seen in a folder, by its path before the change. */
function contentsOf(
    spot: Spot,
    live: Live | undefined,
    moved: Sides["moved"],
): Review["irreversible"][number]["holds"] {
    const folders = live?.access.folders?.map((one) => ({ ...one, ...moved(one) }));
    const inside = folders?.filter((one) => covers(spot, one)) ?? [];
    if (!inside.some((one) => spotKey(one) === spotKey(spot))) return null;
    return {
        secrets: inside.reduce((sum, { secrets }) => sum + secrets, 0),
        folders: inside
            .filter((one) => spotKey(one) !== spotKey(spot))
            .map(({ path, secrets }) => ({ path, secrets }))
            .sort((one, other) => (one.path < other.path ? -1 : 1)),
    };
}

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
