import { asRuleConditions } from "../../team-secrets-space/declared/conditions";
import type { SpaceConditions } from "../../team-secrets-space/declared/declared-team";
import { gained, isAbout, strangersIn } from "../page/author";
import type { Review, Row } from "../page/document";
import { isDelete, isReveal } from "../page/effects";
import { limited, privilegesInWords, quoted, quotedList } from "../page/words";
import type { Reviewed } from "../reviewed";
import { isNoHarder, type Way, wayOf } from "../rights/way";
import { type Finding, whoIn } from "./finding";

/** How many names a sentence has. */
const mostNames = 5;

/** The ways to a privilege after the change. */
const waysTo = ({ after }: Row, isOne: (privilege: string) => boolean): readonly Way[] =>
    after.flatMap(({ privileges, ways }) => (privileges.some(isOne) ? ways : []));

const sentence = (row: Row, what: string) => `${quotedList(whoIn(row), mostNames)} ${what} in ${quoted(row.path)}.`;

/** Findings that the rows of a page alone show. */
export function findingsInRows({ author, base }: Reviewed, rows: readonly Row[]): readonly Finding[] {
    return rows.flatMap((row) => [
        ...newReveal(row),
        ...selfGrant(row, author),
        ...withoutMfa(row),
        ...newDelete(row),
        ...belowMinimum(row, base.settings),
    ]);
}

const found = (rule: Finding["rule"], row: Row, what: string, who = whoIn(row)): Finding => ({
    ...{ rule, who, what, isOfChange: true },
    spot: row,
});

const newReveal = (row: Row): readonly Finding[] =>
    row.gains.some(isReveal) ? [found("new-reveal", row, sentence(row, "can reveal from now on"))] : [];

function selfGrant(row: Row, author: string | undefined): readonly Finding[] {
    const what = gained(row);
    if (author === undefined || what.length === 0) return [];
    const inPlace = `gain${isAbout(row, author) ? "s" : ""} in ${quoted(row.path)}: ${privilegesInWords(what)}.`;
    if (isAbout(row, author)) return [found("self-grant", row, `The author, ${quoted(author)}, ${inPlace}`, [author])];
    const strangers = strangersIn(row).map((one) => `${one[0]?.toUpperCase()}${one.slice(1)} is not known.`);
    if (strangers.length === 0) return [];
    const text = `The author, ${quoted(author)}, may ${inPlace} ${limited(strangers, mostNames).join(" ")}`;
    return [found("self-grant", row, text, [author])];
}

/** Nobody can tell whether somebody unknown is among those who gain. */
export function unknownAuthor({ unknownAuthor: name }: Reviewed, rows: readonly Row[]): readonly Finding[] {
    const isAboutSomebody = (row: Row) => row.people.length > 0 || strangersIn(row).length > 0;
    if (name === undefined || !rows.some((row) => isAboutSomebody(row) && gained(row).length > 0)) return [];
    const who = name === "" ? "who proposes this" : `whose login ${quoted(name)} is, who proposes this`;
    const how = name === "" ? "" : ' Add the person to "logins" in platform.yaml of base.';
    return [
        {
            ...({ rule: "self-grant", spot: undefined, isOfChange: true } as const),
            ...{
                who: name === "" ? [] : [name],
                what: `It is not known ${who}, so nor whether they gain something.${how}`,
            },
        },
    ];
}

function withoutMfa(row: Row): readonly Finding[] {
    // Nobody is there to show a factor: what a workload may do is shown as "new-reveal".
    if (row.people.length + row.groups.length === 0 || !gained(row).some(isReveal)) return [];
    const isOpen = waysTo(row, isReveal).some((way) => way.every(({ kind }) => kind !== "mfa"));
    return isOpen ? [found("reveal-without-mfa", row, sentence(row, "can reveal without MFA"))] : [];
}

function newDelete(row: Row): readonly Finding[] {
    const isSecrets = (privilege: string) => privilege === "secret_delete";
    if (!row.gains.some(isSecrets)) return [];
    return [found("delete-for-good", row, sentence(row, "can delete secrets from now on, which never come back"))];
}

/** What somebody gains under less than the stack of base asks at least: head may have lowered it. */
function belowMinimum(row: Row, { minimum, approvals }: Reviewed["base"]["settings"]): readonly Finding[] {
    if (row.people.length + row.groups.length === 0) return [];
    const least = (conditions: SpaceConditions | undefined): Way => {
        const { mfa, approval } = asRuleConditions(conditions ?? {}, approvals);
        return wayOf([...mfa, ...approval]);
    };
    const falls = (isOne: (privilege: string) => boolean, conditions: SpaceConditions | undefined) => {
        const asked = least(conditions);
        return gained(row).some(isOne) && waysTo(row, isOne).some((way) => !isNoHarder(asked, way));
    };
    if (!falls(isReveal, minimum.reveal) && !falls(isDelete, minimum.delete)) return [];
    const what = "has less asked than the minimum that the stack has until now (pulumi-okta-opa:minimum)";
    return [found("below-minimum", row, sentence(row, what))];
}

/** What nobody can tell yet may be for the author. */
export const notToldOfAuthor = ({ author }: Reviewed, unclear: readonly string[]): readonly Finding[] =>
    author === undefined || unclear.length === 0
        ? []
        : [
              {
                  ...({ rule: "self-grant", spot: undefined, who: [author], isOfChange: true } as const),
                  what: `The author, ${quoted(author)}, may gain something: a part of this change cannot be told before \`up\`.`,
              },
          ];

/** Folders that are deleted with everything in them. */
export const deletedForGood = (irreversible: Review["irreversible"]): readonly Finding[] =>
    irreversible
        .filter(({ what }) => what.includes("WITH EVERYTHING"))
        .map(({ resourceGroup, project, path, what }) => ({
            ...({ rule: "delete-for-good", who: [], isOfChange: true } as const),
            ...{ spot: { resourceGroup, project, path }, what: `${quoted(path)} ${what}.` },
        }));
