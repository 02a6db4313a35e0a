import { visibleOnOneLine } from "../../http/output/visible";
import type { Review, Row } from "../page/document";
import { count } from "../page/words";
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

/** How many rows the first table has: the first number that leaves room for the rest. All rows are below it, by team. */
const mostRows = [20, 10, 5] as const;
const fewestRows = 1;

/** How many reasons a page has that is stopped. */
const mostReasons = 20;

/**
 * The page for a pull request: at most 60 kB, or less. If it is too long, whole teams are left out; numbers and the table's
 * hash stay.
 */
export function markdownOf(page: Review, most: number = mostBytes): string {
    const isOne = isOneProject(page);
    const foot = footOf(page).map((line) => `${inMarkdown(line)}\n`);
    const room = (rows: number) => most - bytes([...topOf(page, rows, isOne), ...foot].join("\n")) - 200;
    const rows = mostRows.find((one) => room(one) > 0) ?? fewestRows;
    const teams = isCutShort(page, rows) ? [...byTeam(page)].map(([name, own]) => teamOf(name, own, isOne)) : [];
    const kept = fitting(teams, room(rows));
    const left = teams.length - kept.length;
    const omitted =
        left > 0
            ? [
                  `${count(left, "team")} of ${teams.length} are left out here, as the page would be too long: the JSON has all.`,
                  "",
              ]
            : [];
    return [...topOf(page, rows, isOne), ...kept, ...omitted, ...foot].join("\n");
}

/** Everything that stands before the details by team. */
function topOf(page: Review, shown: number, isOne: boolean): readonly string[] {
    const first = firstOf(page);
    const { rows } = page;
    return [
        `### ${inMarkdown(titleOf(page))}`,
        "",
        ...stopped(page),
        ...(rows.length > 0 ? [...tableOf(rows.slice(0, shown), short, isOne), ""] : []),
        ...(rows.length > shown ? [`${rows.length - shown} more rows are below, by team.`, ""] : []),
        ...(first.length > 0
            ? ["**Read this first**", "", ...first.map((one, at) => `${at + 1}. ${inMarkdown(one)}`), ""]
            : []),
        ...remarksOf(page).flatMap(({ title, sentences }) =>
            sentences.length === 1
                ? [`- **${title}:** ${inMarkdown(sentences[0] ?? "")}`]
                : [`- **${title}:**`, ...sentences.map((one) => `  - ${inMarkdown(one)}`)],
        ),
        "",
    ];
}

function stopped(page: Review): readonly string[] {
    const { title, sentences, lift } = stoppedOf(page) ?? {};
    if (title === undefined) return [];
    // Nothing that somebody else has named is in these lines.
    const lines = lift ? [inMarkdown(lift.text), "", "```yaml", ...lift.lines, "```", ""] : [];
    const all = sentences ?? [];
    const rest = all.length > mostReasons ? [`- and ${all.length - mostReasons} more: the JSON has all.`] : [];
    const shown = all.slice(0, mostReasons).map((one) => `- ${inMarkdown(one)}`);
    return [`**${title}**`, "", ...shown, ...rest, "", ...lines];
}

const bytes = (text: string): number => Buffer.byteLength(text);

function fitting(teams: readonly string[], room: number): readonly string[] {
    let left = room;
    const end = teams.findIndex((team) => {
        left -= bytes(team) + 1;
        return left < 0;
    });
    return end < 0 ? teams : teams.slice(0, end);
}

function teamOf(name: string, rows: readonly Row[], isOne: boolean): string {
    const title = name === "" ? "Folders of no team" : `Team <code>${html(name)}</code>`;
    return [
        `<details><summary>${title}: ${count(rows.length, "row")}</summary>`,
        "",
        ...tableOf(rows, long, isOne),
        "",
        "</details>",
        "",
    ].join("\n");
}

function tableOf(rows: readonly Row[], room: typeof short, isOne: boolean): readonly string[] {
    return [
        `| ${headings.join(" | ")} |`,
        `| ${headings.map(() => "---").join(" | ")} |`,
        ...rows.map((row) => {
            const { mark, effect, who, where, before, after, because } = lineOf(row, room, isOne);
            const cells = [`${mark} ${effect}`, who, where].map(inMarkdown);
            return `| ${[...cells, pieces(before), pieces(after), inMarkdown(because)].join(" | ")} |`;
        }),
    ];
}

const pieces = (all: readonly Piece[]): string =>
    all.map(({ text, isGrave }) => (isGrave ? `**${inMarkdown(text)}**` : inMarkdown(text))).join("");

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
