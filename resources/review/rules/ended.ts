import { dayOf } from "../../team-secrets-space/declared/day";
import type { Checkouts, Declared } from "../checkout/read-checkout";
import { quoted } from "../page/words";
import type { Reviewed } from "../reviewed";
import type { Finding } from "./finding";

/** What was declared until a day that has passed. */
export function endedIn({ base, head, nowMs }: Checkouts & Pick<Reviewed, "nowMs">): readonly Finding[] {
    const today = dayOf(nowMs);
    const before = new Set(endsOf(base, today).map(({ what }) => what));
    return endsOf(head, today).map((one) => ({ ...one, isOfChange: !before.has(one.what) }));
}

function endsOf({ teams, rules, limits }: Declared, today: string): readonly Omit<Finding, "isOfChange">[] {
    const isOver = (until: string | undefined): until is string => until !== undefined && until < today;
    const teamsOver = [...teams.values()].flatMap(({ space, spot }) => {
        const until = space.retired?.until;
        if (!isOver(until)) return [];
        const what = `Team ${quoted(space.name)} is retired until ${until}, which has passed: remove it, or give a later day.`;
        return [{ rule: "ended" as const, spot, who: [space.name], what }];
    });
    const entry = (kind: string, about: string, until: string) => ({
        ...{ rule: "ended" as const, spot: undefined, who: [about] },
        what: `The entry of ${kind} about ${quoted(about)} was until ${until}, and does nothing any more: take it out.`,
    });
    return [
        ...teamsOver,
        ...(rules?.accepted ?? []).flatMap(({ rule, until }) =>
            isOver(until) ? [entry("accepted", rule, until)] : [],
        ),
        ...(limits?.limits.overrides ?? []).flatMap(({ rule, until }) =>
            isOver(until) ? [entry("overrides", rule, until)] : [],
        ),
    ];
}
