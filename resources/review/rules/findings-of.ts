import type { Review } from "../page/document";
import { approvalsNeverAsked } from "../page/read-first";
import type { Reviewed, Sides } from "../reviewed";
import { spotKey } from "../rights/ruling";
import { inEitherReading } from "./either-reading";
import type { Finding } from "./finding";
import { findingsInOrg } from "./of-org";
import { deletedForGood, findingsInRows, notToldOfAuthor, unknownAuthor } from "./of-rows";

/** Everything that the rules find in a change, and around it. */
export function findingsOf(
    reviewed: Reviewed,
    sides: Sides,
    page: Pick<Review, "rows" | "ifStrictest" | "inherited" | "irreversible">,
): readonly Finding[] {
    return [
        ...inEitherReading(
            findingsInRows(reviewed, page.rows),
            findingsInRows(reviewed, page.ifStrictest.instead),
            ({ spot }) => (spot ? spotKey(spot) : ""),
        ),
        ...notToldOfAuthor(reviewed, sides.unclear),
        ...unknownAuthor(reviewed, [...page.rows, ...page.ifStrictest.instead]),
        ...deletedForGood(page.irreversible),
        ...findingsInOrg(reviewed, sides, { ...page, rows: [...page.rows, ...page.ifStrictest.instead] }),
        ...approvalsNeverAsked(sides).map(
            ({ spot, who, text }): Finding => ({
                ...{ rule: "approval-is-decoration", spot, who, what: text },
                isOfChange: true,
            }),
        ),
    ];
}
