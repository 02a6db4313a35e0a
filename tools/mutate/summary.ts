import { goal, type Left, type Result, shareOf } from "./result";

/** The results of a run: a table of the rooms, the sum, and each surviving mutant. */
export function summary(results: readonly Result[]): string {
    const all = sumOf(results);
    const rows = [heads, ...results.map(cells), cells(all)];
    const widths = heads.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
    const lines = rows.map((row) => row.map((cell, column) => padded(cell, widths[column] ?? 0, column)).join("  "));
    const left = results.flatMap((result) => result.left.map(lineOf));
    const verdict = shareOf(all) >= goal ? `The goal of ${goal} % is met.` : `The goal of ${goal} % is missed.`;
    return [...lines, "", ...(left.length > 0 ? ["Left:", ...left, ""] : []), verdict, ""].join("\n");
}

const heads = ["room", "changes", "noticed", "by time", "left", "share", "processor", "time"] as const;

function cells(result: Result): readonly string[] {
    const { room, changes, noticed, byTime, left, cpuSeconds, wallSeconds } = result;
    const share = `${shareOf(result).toFixed(1)} %`;
    const times = [cpuSeconds, wallSeconds].map((seconds) => (seconds === undefined ? "unknown" : minutes(seconds)));
    return [room, ...[changes, noticed, byTime, left.length].map(String), share, ...times];
}

const minutes = (seconds: number) => `${(seconds / 60).toFixed(1)} min`;

const padded = (cell: string, width: number, column: number) =>
    column === 0 ? cell.padEnd(width) : cell.padStart(width);

const lineOf = ({ at, replacement, isReached }: Left) =>
    `  ${at}  ${replacement.replaceAll(/\s+/g, " ")}${isReached ? "" : "  (no test reaches it)"}`;

function sumOf(results: readonly Result[]): Result {
    const sum = (of: (result: Result) => number) => results.reduce((total, one) => total + of(one), 0);
    const cpuSeconds = results.some((one) => one.cpuSeconds === undefined)
        ? undefined
        : sum((one) => one.cpuSeconds ?? 0);
    return {
        room: "all",
        changes: sum(({ changes }) => changes),
        noticed: sum(({ noticed }) => noticed),
        byTime: sum(({ byTime }) => byTime),
        left: results.flatMap(({ left }) => left),
        wallSeconds: sum(({ wallSeconds }) => wallSeconds),
        cpuSeconds,
    };
}

/** Whether enough mutants were killed to reach the goal. */
export const isMet = (results: readonly Result[]): boolean => shareOf(sumOf(results)) >= goal;
