import { visibleOnOneLine } from "../../http/output/visible";
import type { Review } from "../page/document";
import { firstOf, footOf, isOneProject, type Line, lineOf, long, type Piece, remarksOf, titleOf } from "./parts";
import { stoppedOf } from "./stopped";

/**
 * The page for a terminal: other people's names are on one line each, with nothing in them that a terminal would
 * obey.
 */
export function textOf(page: Review): string {
    const isOne = isOneProject(page);
    const first = firstOf(page);
    return [
        titleOf(page),
        "",
        ...stopped(page),
        ...page.rows.flatMap((row) => [...rowOf(lineOf(row, long, isOne)), ""]),
        ...(first.length > 0 ? ["Read this first", ...first.map((one, index) => `  ${index + 1}. ${one}`), ""] : []),
        ...remarksOf(page).map(({ title, sentences }) => `${title}: ${sentences.join("\n  ")}`),
        "",
        ...footOf(page),
    ]
        .flatMap((text) => text.split("\n").map(visibleOnOneLine))
        .join("\n");
}

function stopped(page: Review): readonly string[] {
    const { title, sentences, lift } = stoppedOf(page) ?? {};
    if (title === undefined) return [];
    const lines = lift ? [`  ${lift.text}`, ...lift.lines.map((line) => `    ${line}`)] : [];
    return [title, ...(sentences ?? []).map((one) => `  - ${one}`), ...lines, ""];
}

const rowOf = ({ mark, effect, who, where, before, after, because }: Line): string[] => [
    `${mark} ${effect}: ${who}`,
    `   where    ${where}`,
    `   before   ${plain(before)}`,
    `   after    ${plain(after)}`,
    `   because  ${because}`,
];

const plain = (pieces: readonly Piece[]): string =>
    pieces.map(({ text, isGrave }) => (isGrave ? text.toUpperCase() : text)).join("");
