import type { Checkouts } from "../checkout/read-checkout";
import { gained } from "../page/author";
import type { Review } from "../page/document";
import { knownState } from "../page/known";
import { privilegeInWords, privilegesInWords, quoted, quotedList } from "../page/words";
import type { Reviewed, Sides } from "../reviewed";
import { inEitherReading } from "./either-reading";
import { endedIn } from "./ended";
import { whoIn } from "./finding";
import { findingsOf } from "./findings-of";
import { judged } from "./judged";

type Found = Review["findings"][number];

/** What the rules find, as the page has it: what stops the change first. */
export function findingsOnPage(
    reviewed: Reviewed,
    sides: Sides,
    page: Pick<Review, "rows" | "ifStrictest" | "inherited" | "irreversible">,
    declared: Checkouts | undefined,
): Found[] {
    const { nowMs } = reviewed;
    const meant = knownBefore(reviewed, declared);
    const findings = [
        ...findingsOf(reviewed, sides, page).filter(
            ({ rule, who: [policy = ""] }) => rule !== "overlap" || !meant(policy),
        ),
        ...(declared ? endedIn({ ...declared, nowMs }) : []),
    ];
    const ours = judged(findings, declared?.base.rules, declared?.head.rules ?? {}, nowMs);
    const found = ours.map(
        ({ rule, level, spot, who, what, blocks, accepted }): Found => ({
            ...{ rule, level, what, blocks, who: [...who], path: spot?.path ?? null },
            accepted: accepted ? { until: accepted.until, why: accepted.why } : null,
        }),
    );
    const rank = ({ blocks, level }: Found) => (blocks ? 0 : { block: 1, warn: 2, note: 3 }[level]);
    const refused = inEitherReading(
        asked(reviewed, page.rows),
        asked(reviewed, page.ifStrictest.instead),
        ({ path }) => path ?? "",
    );
    return [...refused, ...found].toSorted((one, other) => rank(one) - rank(other));
}

/** Whether a policy is there and base declares that it is meant to be. */
function knownBefore({ live, nowMs }: Reviewed, declared: Checkouts | undefined): (policy: string) => boolean {
    const rules = live?.access.rules ?? [];
    const known = (declared?.base.known ?? []).filter((one) => knownState(one, rules, nowMs) === "there");
    return (policy) => known.some((one) => one.policy === policy);
}

/** What the command was asked to refuse; nothing accepts it. */
function asked({ refuse }: Reviewed, rows: Review["rows"]): readonly Found[] {
    const found = (rule: string, row: Review["rows"][number], what: string): Found => ({
        ...{ rule, level: "block", blocks: true, accepted: null, path: row.path, who: [...whoIn(row)] },
        what: `${quotedList(whoIn(row), 5)} gains in ${quoted(row.path)}: ${what}.`,
    });
    return rows.flatMap((row) => {
        const more = gained(row);
        const never = (refuse?.neverGrant ?? []).filter((one) => row.gains.includes(one));
        return [
            ...(refuse?.noNewAccess && more.length > 0 ? [found("no-new-access", row, privilegesInWords(more))] : []),
            ...never.map((one) => found("never-grant", row, privilegeInWords(one))),
        ];
    });
}
