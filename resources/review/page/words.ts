import { approvalInWords, mfaInWords } from "../../access/conditions-in-words";
import { visibleOnOneLine } from "../../http/output/visible";
import type { Privilege } from "../../opa/security-policy/declared/privileges";
import type { Right } from "../rights/change";
import type { Need, Way } from "../rights/way";

/** Each privilege as text, the most severe first. */
const texts: Readonly<Record<Privilege, string>> = {
    secret_reveal: "reveal",
    secret_delete: "delete",
    folder_delete: "delete folders",
    secret_create: "create",
    secret_update: "change",
    folder_create: "create folders",
    folder_update: "change folders",
    list: "see names",
};

const known = new Map(Object.entries(texts));

const order = [...known.keys()];

/**
 * Somebody else's text in a sentence of ours: in quotes, and without quotes inside, so that the code that puts the
 * sentence on a page can tell the two apart.
 */
export const quoted = (text: string): string => `"${visibleOnOneLine(text).replaceAll('"', "\\u{22}")}"`;

/** Several of them, and how many more there are. */
export function quotedList(texts: readonly string[], most: number): string {
    const shown = texts.slice(0, most).map(quoted).join(", ");
    return texts.length > most ? `${shown} and ${texts.length - most} more` : shown;
}

/** The first of some texts, and how many more there are. */
export const limited = (texts: readonly string[], most: number): readonly string[] =>
    texts.length > most ? [...texts.slice(0, most), `and ${texts.length - most} more`] : texts;

/** One privilege as text for people. */
export const privilegeInWords = (privilege: string): string => known.get(privilege) ?? privilege;

/** Privileges in the order of what they let somebody do. */
export const gravestFirst = (privileges: readonly string[]): readonly string[] =>
    privileges.toSorted((one, other) => rank(one) - rank(other));

/** One of a later OPA comes before all others: nobody here knows what it lets somebody do. */
const rank = (privilege: string): number => order.indexOf(privilege);

/** Several privileges as text for people. */
export const privilegesInWords = (privileges: readonly string[]): string =>
    gravestFirst(privileges).map(privilegeInWords).join(", ");

/** What a way requires. */
export function needsInWords(way: Way): string {
    return way.length === 0 ? "no conditions" : way.map(needInWords).join(" and ");
}

const needInWords = (need: Need): string =>
    need.kind === "approval"
        ? approvalInWords(quoted(need.requestType), need.lastsSeconds)
        : mfaInWords(need.factor === "phishing-resistant", need.everySeconds);

/** What a right requires: any of its ways is enough. */
export const waysInWords = (ways: Right["ways"]): string => ways.map(needsInWords).join(", or ");

/** A number with its noun. */
export const count = (number: number, one: string, several = `${one}s`): string =>
    `${number} ${number === 1 ? one : several}`;
