import { dayOf } from "../../team-secrets-space/declared/day";
import type { Checkouts } from "../checkout/read-checkout";
import type { Review } from "./document";
import { quoted } from "./words";

/** What the page has, as far as days that lie ahead are concerned. */
type Page = Pick<Review, "rows" | "findings" | "stops" | "known">;

/**
 * What of this change, or around it, ends on a day that lies ahead: head's retired teams that it is about, accepted findings,
 * overrides, known policies. What has ended already is a finding.
 */
export function endsIn(declared: Checkouts | undefined, page: Page, nowMs: number): Review["ends"] {
    const today = dayOf(nowMs);
    const all = [
        ...(declared ? retiredIn(declared, page) : []),
        ...page.findings.flatMap(({ rule, accepted }) =>
            accepted
                ? [
                      {
                          until: accepted.until,
                          what: `${rule} is accepted (${quoted(accepted.why)}), and counts again after that.`,
                      },
                  ]
                : [],
        ),
        ...(declared ? acceptedFromNowOn(declared) : []),
        ...(page.stops?.lifted ?? []).map(({ rule, until, why }) => ({
            until,
            what: `${rule} is lifted for this change (${quoted(why)}), and stops it again after that.`,
        })),
        ...(page.stops?.freeze ? [{ until: page.stops.freeze.until, what: "the freeze that stops this change." }] : []),
        ...page.known.flatMap(({ policy, until, state }) =>
            until === null || state === "not there"
                ? []
                : [
                      {
                          until,
                          what: `policy ${quoted(policy)} is known, and counts as unknown after that; it lets people in still.`,
                      },
                  ],
        ),
    ].filter(({ until }) => until >= today);
    const once = new Map(all.map((one) => [`${one.until} ${one.what}`, one]));
    return [...once].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, one]) => one);
}

/** What a change accepts holds for the next one: the rules of base count. */
function acceptedFromNowOn({ base, head }: Checkouts): Review["ends"] {
    const before = new Set((base.rules?.accepted ?? []).map((one) => JSON.stringify(one)));
    const added = (head.rules?.accepted ?? []).filter((one) => !before.has(JSON.stringify(one)));
    return added.map(({ rule, path, who, until, why }) => {
        const about = [path, who].flatMap((one) => (one === undefined ? [] : [` ${quoted(one)}`])).join("");
        return {
            until,
            what: `${rule}${about} is accepted in the changes after this one (${quoted(why)}), and counts again after that.`,
        };
    });
}

/** Teams that a row is about, or that are retired otherwise than before. */
function retiredIn({ base, head }: Checkouts, { rows }: Page): Review["ends"] {
    const concerned = new Set(rows.map(({ team }) => team));
    return [...head.teams.values()].flatMap(({ space: { name, retired } }) => {
        const before = base.teams.get(name)?.space.retired;
        const isConcerned = concerned.has(name) || JSON.stringify(before) !== JSON.stringify(retired);
        if (retired?.until === undefined || !isConcerned) return [];
        const what = `team ${quoted(name)} is retired, and what it has is kept; nothing of it goes by itself after that.`;
        return [{ until: retired.until, what }];
    });
}
