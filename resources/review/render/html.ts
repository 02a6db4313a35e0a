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
    saidFirst,
    short,
} from "./parts";
import { levelOf, stoppedOf } from "./stopped";
import { style } from "./style";

/** How many rows are shown before the details. */
const mostRows = 50;

/** The page as one self-contained file, without scripts and network, readable on a phone. */
export function htmlOf(page: Review): string {
    const isOne = isOneProject(page);
    const first = firstOf(page);
    const { rows } = page;
    const remarks = remarksOf(page).map(
        ({ title, sentences }) =>
            `<dt>${escaped(title)}</dt>${sentences.map((one) => `<dd>${inHtml(one)}</dd>`).join("")}`,
    );
    return [
        "<!doctype html>",
        '<html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        `<title>Access review</title><style>${style}</style></head><body><main>`,
        `<h1 class="${levelOf(page)}">${inHtml(saidFirst(page))}</h1>`,
        stopped(page),
        rows.length > 0 ? tableOf(rows.slice(0, mostRows), short, isOne) : "",
        rows.length > mostRows ? `<p>${rows.length - mostRows} more rows are below, by team.</p>` : "",
        first.length > 0
            ? `<h2>Read this first</h2><ol>${first.map((one) => `<li>${inHtml(one)}</li>`).join("")}</ol>`
            : "",
        `<dl>${remarks.join("")}</dl>`,
        ...(isCutShort(page, mostRows) ? [...byTeam(page)].map(([name, own]) => teamOf(name, own, isOne)) : []),
        `<footer>${footOf(page)
            .map((line) => `<p>${inHtml(line)}</p>`)
            .join("")}</footer>`,
        "</main></body></html>",
        "",
    ].join("\n");
}

function stopped(page: Review): string {
    const { title, sentences, lift } = stoppedOf(page) ?? {};
    if (title === undefined) return "";
    const items = (sentences ?? []).map((one) => `<li>${inHtml(one)}</li>`).join("");
    const lines = lift ? `<p>${inHtml(lift.text)}</p><pre>${lift.lines.map(escaped).join("\n")}</pre>` : "";
    return `<section class="stopped"><h2>${inHtml(title)}</h2><ul>${items}</ul>${lines}</section>`;
}

function teamOf(name: string, rows: readonly Row[], isOne: boolean): string {
    const title = name === "" ? "Folders of no team" : `Team <code>${escaped(name)}</code>`;
    return `<details><summary>${title}: ${count(rows.length, "row")}</summary>${tableOf(rows, long, isOne)}</details>`;
}

function tableOf(rows: readonly Row[], room: typeof short, isOne: boolean): string {
    const heads = headings.map((one) => `<th scope="col">${one || "what"}</th>`).join("");
    const lines = rows.map((row) => {
        const { effect, who, where, before, after, because } = lineOf(row, room, isOne);
        const cells = [
            `<i></i>${inHtml(effect)}`,
            inHtml(who),
            inHtml(where),
            pieces(before),
            pieces(after),
            inHtml(because),
        ];
        const named = cells.map((cell, at) => `<td data-label="${headings[at] || "what"}"><div>${cell}</div></td>`);
        return `<tr class="${row.risk}">${named.join("")}</tr>`;
    });
    return `<table><thead><tr>${heads}</tr></thead><tbody>\n${lines.join("\n")}\n</tbody></table>`;
}

const pieces = (all: readonly Piece[]): string =>
    all.map(({ text, isGrave }) => (isGrave ? `<strong>${inHtml(text)}</strong>` : inHtml(text))).join("");

/** Other people's names stand in quotes. */
const inHtml = (text: string): string =>
    visibleOnOneLine(text)
        .split(/("[^"]*")/)
        .map((part) => (part.startsWith('"') ? `<code>${escaped(part.slice(1, -1))}</code>` : escaped(part)))
        .join("");

const entities: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
};

const escaped = (text: string): string => visibleOnOneLine(text).replaceAll(/[&<>"']/g, (one) => entities[one] ?? "");
