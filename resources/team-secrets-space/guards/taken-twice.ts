import type { Mistake } from "../../lifecycle/declared/mistake";
import type { TakenOver } from "../declared/existing";

/** What a space takes over, and what messages call the space. */
export interface Taking {
    readonly label: string;
    readonly taken: readonly TakenOver[];
}

/** What a space must not take over because another one does: its members would get what is the other's. */
export function takenTwice({ taken }: Taking, others: readonly Taking[]): readonly Mistake[] {
    const theirs = new Map(
        others.flatMap((other) =>
            other.taken.map(({ id, property }) => [id, `${property} of ${other.label}`] as const),
        ),
    );
    return taken.flatMap(({ id, property }) => {
        const also = theirs.get(id);
        const reason = `"${id}": is also ${also}. Each object is one space's: write the right id.`;
        return also === undefined ? [] : [{ property, reason }];
    });
}
