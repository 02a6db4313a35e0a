import { visibleOnOneLine } from "../../http/output/visible";
import type { Review, Row } from "../page/document";
import { count, limited } from "../page/words";
import {
    byTeam,
    firstOf,
    footOf,
    headings,
    isCutShort,
    isOneProject,
    lineOf,
    long,
    type Piece,
    remarksOf,
    short,
    titleOf,
} from "./parts";
import { stoppedOf } from "./stopped";

/** A comment on a pull request may have 65,536 characters; something else may stand in it too. */
export const mostBytes = 60_000;

/** How much of a page is shown above the details by team. */
interface Measure {
    readonly rows: number;
    /** Of each remark. */
    readonly sentences: number;
    /** How many characters of a name. */
    readonly name: number;
}

/** The first that fits counts: names and texts of others may be long. What is counted, and what stops a change, is in each. */
const measures: readonly Measure[] = [
    { rows: 20, sentences: 10, name: Number.POSITIVE_INFINITY },
    { rows: 20, sentences: 10, name: 80 },
    { rows: 10, sentences: 5, name: 60 },
    { rows: 5, sentences: 3, name: 40 },
    { rows: 0, sentences: 2, name: 40 },
];

const least: Measure = { rows: 0, sentences: 0, name: 20 };

/** For the details, and what is said about them. */
const spare = 400;

/**
 * The page for a pull request: at most 60 kB, or less. If it is too long, whole teams are left out, then long names are cut and
 * remarks too; numbers and the table's hash stay.
 */
export function markdownOf(page: Review, most: number = mostBytes): string {
    const foot = footOf(page).map((line) => `${inMarkdown(line)}\n`);
    const room = most - bytes(foot.join("\n")) - spare;
    const measure = measures.find((one) => bytes(topOf(page, one).join("\n")) <= room) ?? least;
    const top = topOf(page, measure);
    const isOne = isOneProject(page);
    const isCut = Number.isFinite(measure.name);
    const teams = isCut || isCutShort(page, measure.rows) ? byTeam(page) : new Map<string, readonly Row[]>();
    const kept = fitting(teams, room - bytes(top.join("\n")), isOne);
    const left = teams.size - kept.length;
    const omitted = [
        ...(isCut ? ["Long names are cut here, and remarks may be left out: the JSON has all."] : []),
        ...(left > 0
            ? [
                  `${count(left, "team")} of ${teams.size} are left out here, as the page would be too long: the JSON has all.`,
              ]
            : []),
    ].flatMap((line) => [line, ""]);
    return [...top, ...kept, ...omitted, ...foot].join("\n");
}

/** Everything above the details by team. */
function topOf(page: Review, { rows: mostRows, sentences, name }: Measure): readonly string[] {
    const { rows } = page;
    const write = (text: string) => inMarkdown(withShortNames(text, name));
    const first = firstOf(page, sentences);
    const table = rows.slice(0, mostRows);
    return [
        `### ${write(titleOf(page))}`,
        "",
        ...stopped(page, write, Math.max(2 * sentences, 5)),
        ...(table.length > 0 ? [...tableOf(table, short, isOneProject(page), write), ""] : []),
        ...(rows.length > mostRows ? [`${rows.length - table.length} more rows are below, by team.`, ""] : []),
        ...(first.length > 0
            ? ["**Read this first**", "", ...first.map((one, at) => `${at + 1}. ${write(one)}`), ""]
            : []),
        ...remarksOf(page, sentences).flatMap(({ title, sentences: said }) =>
            said.length === 1
                ? [`- **${title}:** ${write(said[0] ?? "")}`]
                : [`- **${title}:**`, ...said.map((one) => `  - ${write(one)}`)],
        ),
        "",
    ];
}

type Write = (text: string) => string;

function stopped(page: Review, write: Write, most: number): readonly string[] {
    const { title, sentences, lift } = stoppedOf(page) ?? {};
    if (title === undefined) return [];
    // Nothing that somebody else has named is in these lines.
    const lines = lift ? [write(lift.text), "", "```yaml", ...lift.lines, "```", ""] : [];
    const said = limited(sentences ?? [], most);
    return [`**${title}**`, "", ...said.map((one) => `- ${write(one)}`), "", ...lines];
}

const bytes = (text: string): number => Buffer.byteLength(text);

/** The details of teams, until the first for which there is no room. */
function fitting(teams: ReadonlyMap<string, readonly Row[]>, room: number, isOne: boolean): readonly string[] {
    const kept: string[] = [];
    let left = room;
    for (const [name, rows] of teams) {
        const team = teamOf(name, rows, isOne);
        left -= bytes(team) + 1;
        if (left < 0) break;
        kept.push(team);
    }
    return kept;
}

function teamOf(name: string, rows: readonly Row[], isOne: boolean): string {
    const title = name === "" ? "Folders of no team" : `Team <code>${html(name)}</code>`;
    return [
        `<details><summary>${title}: ${count(rows.length, "row")}</summary>`,
        "",
        ...tableOf(rows, long, isOne, inMarkdown),
        "",
        "</details>",
        "",
    ].join("\n");
}

function tableOf(rows: readonly Row[], room: typeof short, isOne: boolean, write: Write): readonly string[] {
    const pieces = (all: readonly Piece[]): string =>
        all.map(({ text, isGrave }) => (isGrave ? `**${write(text)}**` : write(text))).join("");
    return [
        `| ${headings.join(" | ")} |`,
        `| ${headings.map(() => "---").join(" | ")} |`,
        ...rows.map((row) => {
            const { mark, effect, who, where, before, after, because } = lineOf(row, room, isOne);
            const cells = [`${mark} ${effect}`, who, where].map(write);
            return `| ${[...cells, pieces(before), pieces(after), write(because)].join(" | ")} |`;
        }),
    ];
}

/** Names in quotes, each cut to so many characters. */
const withShortNames = (text: string, most: number): string =>
    text.replaceAll(/"([^"]*)"/g, (whole, name: string) => (name.length > most ? `"${name.slice(0, most)}…"` : whole));

/**
 * Other people's names stand in quotes: as code they make no link, mention, picture or HTML. A bar would end a cell
 * even in code.
 */
function inMarkdown(text: string): string {
    return visibleOnOneLine(text)
        .split(/("[^"]*")/)
        .map((part) =>
            part.startsWith('"') ? asCode(part.slice(1, -1)) : part.replaceAll(/[\\`*_{}[\]<>#|~&]/g, "\\$&"),
        )
        .join("");
}

function asCode(name: string): string {
    const safe = name.replaceAll("`", "\\u{60}").replaceAll("|", "\\u{7c}");
    return safe.trim() === "" ? '""' : `\`${safe}\``;
}

const html = (text: string): string =>
    visibleOnOneLine(text).replaceAll(/[^A-Za-z0-9 -]/g, (one) => `&#${one.codePointAt(0)};`);
