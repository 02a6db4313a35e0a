import type { Review, Row } from "../page/document";
import { isDelete, isReveal } from "../page/effects";
import { knownInWords } from "../page/known";
import { count, gravestFirst, limited, privilegeInWords, quoted, waysInWords } from "../page/words";
import { budgetOf, levelOf, rulesOf, stoppedFirst } from "./stopped";

/**
 * A text of ours, in which other people's names stand in quotes and contain none; the most severe privileges are
 * highlighted.
 */
export type Piece = { readonly text: string; readonly isGrave?: true };

/** A line of the table. */
export interface Line {
    readonly mark: string;
    readonly effect: string;
    readonly who: string;
    readonly where: string;
    readonly before: readonly Piece[];
    readonly after: readonly Piece[];
    readonly because: string;
}

export const headings = ["", "who", "where", "before", "after", "because"] as const;

const marks: Readonly<Record<Row["risk"], string>> = {
    reveal: "🔴",
    delete: "🔴",
    condition: "🟠",
    more: "🟡",
    less: "⚪",
};

/** How many names a line shows, and how many reasons. */
interface Room {
    readonly names: number;
    readonly reasons: number;
}

export const short: Room = { names: 5, reasons: 3 };
export const long: Room = { names: 60, reasons: 6 };

/** A row as text. If the rows are about several projects, each names its own. */
export function lineOf(row: Row, room: Room, isOneProject: boolean): Line {
    const place = isOneProject ? "" : `in ${quoted(`${row.resourceGroup}/${row.project}`)}: `;
    const but = row.except.length > 0 ? `, but not ${listed(row.except, room.names)}` : "";
    return {
        mark: marks[row.risk],
        effect: effectOf(row),
        who: whoOf(row, room),
        where: `${place}${quoted(row.path)}${but}`,
        before: piecesOf(row.before),
        after: piecesOf(row.after),
        because: limited(row.because, room.reasons).join("; "),
    };
}

/** The most severe effect, in a word or two. */
function effectOf({ gains, loses, weaker, stricter }: Row): string {
    const of = (verb: string, all: readonly string[]) => {
        const grave = gravestFirst(all.filter((one) => isReveal(one) || isDelete(one)));
        return grave.map((one) => `${verb} ${privilegeInWords(one)}`);
    };
    const grave = [...of("gains", gains), ...of("weaker", weaker), ...of("loses", loses)];
    if (grave.length > 0) return limited(grave, 3).join(", ");
    if (gains.length > 0) return "gains";
    if (weaker.length > 0) return "weaker";
    return loses.length > 0 ? "loses" : stricter.length > 0 ? "stricter" : "";
}

function whoOf({ people, groups, serviceUsers, workloadRoles }: Row, { names }: Room): string {
    const today = people.length > 0 && groups.length > 0 ? "; today " : "";
    const parts = [
        ...limited(
            groups.map(
                ({ name, members }) =>
                    `group ${quoted(name)} (${members === null ? "size unknown" : count(members, "member")})`,
            ),
            names,
        ),
        ...limited(
            workloadRoles.map(({ name }) => `workload role ${quoted(name)}`),
            names,
        ),
        ...limited(
            serviceUsers.map((name) => `service user ${quoted(name)}`),
            names,
        ),
    ].join(", ");
    if (people.length === 0) return parts;
    const number = people.length > 1 ? `${count(people.length, "person", "people")}: ` : "";
    return [parts, `${number}${listed(people, names)}`].filter(Boolean).join(today || ", ");
}

const listed = (names: readonly string[], most: number): string => limited(names.map(quoted), most).join(", ");

function piecesOf(rights: Row["before"]): readonly Piece[] {
    if (rights.length === 0) return [{ text: "nothing" }];
    return rights.flatMap(({ privileges, ways }, index) => {
        const isOpen = ways.some((way) => way.length === 0);
        return [
            ...(index > 0 ? [{ text: "; " }] : []),
            ...gravestFirst(privileges).flatMap((one, at): Piece[] => [
                ...(at > 0 ? [{ text: ", " }] : []),
                { text: known(one), ...(isReveal(one) || isDelete(one) ? { isGrave: true as const } : {}) },
            ]),
            ...(isOpen ? [] : [{ text: ` · ${waysInWords(ways)}` }]),
        ];
    });
}

/** A privilege of a later OPA is somebody else's text. */
const known = (privilege: string): string =>
    privilegeInWords(privilege) === privilege && privilege !== "list" ? quoted(privilege) : privilegeInWords(privilege);

/** A part of the page besides the table: a heading and sentences. */
export interface Remark {
    readonly title: string;
    readonly sentences: readonly string[];
}

const usual = 10;

/** What a reviewer reads first. */
export const firstOf = ({ readFirst }: Review, most = usual): readonly string[] => limited(readFirst, most);

/** Everything else that a page says, in order; empty parts are left out. */
export function remarksOf(page: Review, most = usual): readonly Remark[] {
    const { irreversible, settings, notKnown, author } = page;
    const all = [
        { title: "Other ways in", sentences: otherWays(page) },
        { title: "Known policies", sentences: page.known.map(knownInWords) },
        {
            title: "Irreversible",
            sentences:
                irreversible.length > 0
                    ? irreversible.map(({ path, what, holds }) => `${quoted(path)} ${what}.${heldInWords(holds)}`)
                    : ["nothing."],
        },
        { title: "Budget", sentences: budgetOf(page) },
        { title: "Rules", sentences: rulesOf(page) },
        { title: "Ends", sentences: endsOf(page) },
        { title: "Configuration of the stack", sentences: settings },
        { title: "Author", sentences: author === null ? [] : [authorInWords(author)] },
        { title: "If OPA asks for the strictest MFA of overlapping rules", sentences: strictest(page) },
        { title: "Not known", sentences: notKnown },
    ];
    return all
        .filter(({ sentences }) => sentences.length > 0)
        .map(({ title, sentences }) => ({ title, sentences: limited(sentences, most) }));
}

/** What a folder held when the snapshot was taken. */
function heldInWords(holds: Review["irreversible"][number]["holds"]): string {
    if (holds === null) return " What it held is not known.";
    const { secrets, folders } = holds;
    if (secrets + folders.length === 0) return " It was empty.";
    const inside = folders.map(({ path, secrets: own }) => `${quoted(path)} (${count(own, "secret")})`);
    const below =
        folders.length === 0 ? "" : ` and ${count(folders.length, "folder")}: ${limited(inside, 5).join(", ")}`;
    return ` It held ${count(secrets, "secret")}${below}.`;
}

const endsOf = ({ ends }: Review): readonly string[] => ends.map(({ until, what }) => `${until}: ${what}`);

function authorInWords({ login, gains, loses, notKnown }: NonNullable<Review["author"]>): string {
    const words = (all: readonly string[]) => (all.length > 0 ? gravestFirst(all).map(known).join(", ") : "nothing");
    const said = `${quoted(login)} gains ${words(gains)} and loses ${words(loses)}`;
    if (notKnown.length === 0) return `${said}.`;
    return `${said}, as far as is known. Not known: ${limited(notKnown, 5).join("; ")}.`;
}

function otherWays({ inherited, snapshot, rows }: Review): readonly string[] {
    if (!snapshot) return rows.length > 0 ? ["not known: there is no snapshot of what lives."] : [];
    if (inherited.length === 0)
        return rows.length > 0 ? ["none: no other policy of the snapshot reaches these folders."] : [];
    const told = inherited.map(({ policy, path, groups, workloadRoles, rights }) => {
        const who = [
            ...groups.map(({ name, members }) => `group ${quoted(name)} (${members ?? "unknown"})`),
            ...workloadRoles.map((name) => `workload role ${quoted(name)}`),
        ];
        const what = rights.map(
            ({ privileges, ways }) => `${gravestFirst(privileges).map(known).join(", ")} · ${waysInWords(ways)}`,
        );
        return `policy ${quoted(policy)} on ${quoted(path)}: ${limited(who, 5).join(", ") || "nobody"}: ${what.join("; ")}. Whoever has it there has it in the columns before and after too.`;
    });
    return told;
}

/** How the two readings differ; nothing if they do not. */
function strictest({ ifStrictest: { instead, not } }: Review): readonly string[] {
    if (instead.length + not.length === 0) return [];
    return [
        "The table takes each rule for itself, so the weaker condition. OPA's help and its API say different things of that. " +
            `Then ${count(not.length, "row")} would not be so, and ${count(instead.length, "other one")} would; see "ifStrictest" in the JSON.`,
    ];
}

/** The last lines of a page. */
export function footOf({ base, head, snapshot, table, from }: Review): readonly string[] {
    const side = ({ digest, teams, stackFile }: Review["base"]) =>
        `${digest.slice(0, 12)} (${count(teams, "team")}, ${stackFile === null ? "no stack file" : quoted(stackFile)})`;
    const live = snapshot ? `${snapshot.digest.slice(0, 12)} (${snapshot.taken ?? "of unknown age"})` : "none";
    const sides =
        from === "preview"
            ? `From the engine's preview. Before ${count(base.teams, "team")}, after ${count(head.teams, "team")}`
            : `No credentials used. Base ${side(base)}, head ${side(head)}`;
    const legend =
        "A row is about its folder and all below it. Whoever's access stays as it is has no row. OPA is Okta Privileged Access.";
    return [legend, `${sides}, snapshot ${live}.`, `This table: ${table}`];
}

/** Whether all rows are about one project. */
export const isOneProject = ({ rows }: Review): boolean =>
    new Set(rows.map(({ resourceGroup, project }) => JSON.stringify([resourceGroup, project]))).size <= 1;

/** Rows by the team whose folder they are about. */
export function byTeam({ rows }: Review): ReadonlyMap<string, readonly Row[]> {
    const teams = new Map<string, Row[]>();
    for (const row of rows) {
        const team = row.team ?? "";
        teams.set(team, [...(teams.get(team) ?? []), row]);
    }
    return teams;
}

/** Whether the table leaves out something that the details by team have. */
export function isCutShort({ rows }: Review, most: number): boolean {
    const isLonger = (row: Row) => JSON.stringify(lineOf(row, short, true)) !== JSON.stringify(lineOf(row, long, true));
    return rows.length > most || rows.some(isLonger);
}

/** The beginning of a page. */
export function titleOf(page: Review): string {
    const icon = { nothing: "✅", less: "✅", some: "🟡", grave: "🔴", stopped: "⛔" }[levelOf(page)];
    return `${icon} ${saidFirst(page)}`;
}

/** The same for pages in which colour says the rest. */
export function saidFirst(page: Review): string {
    const { verdict, irreversible } = page;
    const lost = irreversible.some(({ what }) => what.includes("WITH EVERYTHING"))
        ? " Secrets are deleted for good."
        : "";
    return `${stoppedFirst(page)}${verdict.text}${lost}`;
}
