import { loginKey } from "../../okta/lookups/find-user";
import { isNamedById } from "../rights/subjects";
import type { Review, Row } from "./document";
import { privilegesInWords, quoted } from "./words";

/** Whether a row names this person. */
export const isAbout = ({ people }: Row, login: string): boolean =>
    people.some((one) => loginKey(one) === loginKey(login));

/** What of a row nobody can tell here, so that it may be about anybody: for "… is not known". */
export const strangersIn = ({ groups, people }: Row): readonly string[] => [
    ...groups.flatMap(({ name, members }) => (members === null ? [`who is in ${quoted(name)}`] : [])),
    ...people.filter(isNamedById).map((name) => `which login ${quoted(name)} has`),
];

/** What a preview does not tell at all, in the same form. */
const notTold = "what cannot be told before `up`";

/** The rows of a page, and what the other reading of overlapping conditions shows instead of some. */
export type BothReadings = Pick<Review, "rows" | "ifStrictest">;

/**
 * What the author gains or loses in the rows, and what may be about the author too.
 *
 * @param isUnclear Whether a part of the change is no row because nobody can know it yet.
 */
export function authorIn(
    login: string,
    { rows, ifStrictest: { instead } }: BothReadings,
    isUnclear: boolean,
): NonNullable<Review["author"]> {
    const [own, others] = [rows, instead].map((all) => all.filter((row) => isAbout(row, login)));
    const gains = each((own ?? []).flatMap(gained));
    const more = each((others ?? []).flatMap(gained)).filter((one) => !gains.includes(one));
    return {
        ...{ login, gains },
        loses: each((own ?? []).flatMap(({ loses }) => loses)),
        notKnown: [
            ...perhaps([...rows, ...instead].filter((row) => !isAbout(row, login))),
            ...(more.length > 0 ? [`which of overlapping conditions counts (${listed("gains", more)})`] : []),
            ...(isUnclear ? [notTold] : []),
        ],
    };
}

/** The privileges that somebody has from now on, or has under weaker conditions. */
export const gained = ({ gains, weaker }: Row): readonly string[] => [...gains, ...weaker];

const each = (all: readonly string[]): string[] => [...new Set(all)].sort();

function perhaps(rows: readonly Row[]): readonly string[] {
    const names = new Set(rows.flatMap(strangersIn));
    return [...names].sort().flatMap((name) => {
        const own = rows.filter((row) => strangersIn(row).includes(name));
        const [gains, loses] = [own.flatMap(gained), own.flatMap((row) => row.loses)].map(each);
        const what = [listed("gains", gains), listed("loses", loses)].filter(Boolean).join("; ");
        return what === "" ? [] : [`${name} (${what})`];
    });
}

const listed = (verb: string, privileges: readonly string[] = []): string =>
    privileges.length > 0 ? `${verb}: ${privilegesInWords(privileges)}` : "";
