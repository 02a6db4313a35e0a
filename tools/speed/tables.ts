import { type Figures, type OnEngine, type Simulated, total } from "./figures";
import { goalsOf } from "./goals";

/** The tables of docs/speed.md by their names. */
export function tablesOf(figures: Figures): Readonly<Record<string, string>> {
    return {
        goals: goalsTable(figures),
        simulated: table(
            ["limits", "spaces", "step", "s", "idle s", "to Okta", "to OPA", "plugin", "429s", "state, kB"],
            figures.simulated.map(simulatedRow),
        ),
        buckets: bucketsTable(figures.simulated),
        engine: table(
            ["limits", "spaces", "step", "wall, s", "idle, s", "calls", "429s", "state, kB", "peak memory, MB"],
            figures.onEngine.map(engineRow),
        ),
    };
}

function goalsTable(figures: Figures): string {
    const rows = goalsOf(figures).map(({ what, most, unit, measured }) => [
        what,
        `${most} ${unit}`.trim(),
        measured === undefined ? "not measured" : `${round(measured)} ${unit}`.trim(),
        verdict(measured, most),
    ]);
    return table(["100 spaces at default limits, unless said otherwise", "at most", "measured", ""], rows);
}

function verdict(measured: number | undefined, most: number): string {
    if (measured === undefined) return "";
    return measured <= most ? "reached" : "**not reached**";
}

const simulatedRow = ({ limits, spaces, step, seconds, idleSeconds, calls, refused, stateBytes }: Simulated) => [
    ...[limits, spaces, step, round(seconds), round(idleSeconds), calls.oursToOkta, calls.oursToOpa, calls.plugin],
    ...[refused, round(stateBytes / 1000)],
];

const engineRow = ({ limits, spaces, step, wallSeconds, idleSeconds, buckets, ...cost }: OnEngine) => [
    ...[limits, spaces, step, round(wallSeconds), round(idleSeconds), total(buckets), cost.refused],
    ...[round(cost.stateBytes / 1000), cost.peakMegabytes || "not known"],
];

/** For the largest stack at default limits: the same at any others. */
function bucketsTable(rows: readonly Simulated[]): string {
    const most = Math.max(...rows.map(({ spaces }) => spaces));
    const steps = rows.filter(({ spaces, limits }) => spaces === most && limits === "default");
    const buckets = [...new Set(steps.flatMap((row) => Object.keys(row.buckets)))].sort();
    return table(
        [`${most} spaces`, ...steps.map(({ step }) => step)],
        buckets.map((bucket) => [bucket, ...steps.map((row) => row.buckets[bucket] ?? 0)]),
    );
}

function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
    // As the formatter wants it.
    const widths = head.map((cell, at) => Math.max(3, ...[head, ...rows].map((row) => `${row[at] ?? cell}`.length)));
    const lines = [head, widths.map((width) => "-".repeat(width)), ...rows];
    return lines
        .map((cells) => `| ${cells.map((cell, at) => `${cell}`.padEnd(widths[at] ?? 0)).join(" | ")} |`)
        .join("\n");
}

const round = (value: number) => Number(value.toFixed(1));
