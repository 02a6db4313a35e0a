import { type Figures, type OnEngine, type Simulated, total } from "./figures";
import { goalsOf } from "./goals";

const idleHead = ["window closed, s", "push to come, s", "own idle, s"];

/** The tables of docs/speed.md by their names. */
export function tablesOf(figures: Figures): Readonly<Record<string, string>> {
    return {
        goals: goalsTable(figures),
        simulated: table(
            ["limits", "spaces", "step", "s", ...idleHead, "to Okta", "to OPA", "plugin", "429s", "state, kB"],
            figures.simulated.map(simulatedRow),
        ),
        buckets: bucketsTable(figures.simulated),
        engine: table(
            [
                ...["limits", "spaces", "step", "wall, s", "processor, s", "computing, s", ...idleHead],
                ...["calls", "429s", "state, kB", "peak memory, MB"],
            ],
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

const idleOf = ({ closedSeconds, pushSeconds, ownSeconds }: Simulated | OnEngine) =>
    [closedSeconds, pushSeconds, ownSeconds].map(round);

const simulatedRow = (row: Simulated) => [
    ...[row.limits, row.spaces, row.step, round(row.seconds), ...idleOf(row)],
    ...[row.calls.oursToOkta, row.calls.oursToOpa, row.calls.plugin, row.refused, round(row.stateBytes / 1000)],
];

const engineRow = (row: OnEngine) => [
    ...[row.limits, row.spaces, row.step, round(row.wallSeconds), round(row.processorSeconds)],
    ...[round(row.computingSeconds), ...idleOf(row), total(row.buckets), row.refused],
    ...[round(row.stateBytes / 1000), row.peakMegabytes || "not known"],
];

/** For the largest stack at default limits: other limits give the same numbers. */
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
    // The padding that the formatter wants.
    const widths = head.map((cell, at) => Math.max(3, ...[head, ...rows].map((row) => `${row[at] ?? cell}`.length)));
    const lines = [head, widths.map((width) => "-".repeat(width)), ...rows];
    return lines
        .map((cells) => `| ${cells.map((cell, at) => `${cell}`.padEnd(widths[at] ?? 0)).join(" | ")} |`)
        .join("\n");
}

const round = (value: number) => Number(value.toFixed(1));
