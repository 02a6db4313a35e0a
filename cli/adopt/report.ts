import { verdicts } from "../../resources/adopt/match/verdict";
import type { AdoptionDocument } from "../../resources/adopt/output/document";
import { visibleOnOneLine } from "../../tenant/visible";

type Team = AdoptionDocument["teams"][number];

const head = ["team", "group", "mapping", "folder", "policy", "members", "verdict"] as const;

/** A table of what was found; below it, why a team is not clean, what it is instead, and further remarks. */
export function reportOf(document: AdoptionDocument): string {
    const lines = document.teams.map(cellsOf);
    const widths = head.map((title, column) =>
        Math.max(title.length, ...lines.map((line) => line[column]?.length ?? 0)),
    );
    const line = (cells: readonly string[]) =>
        cells
            .map((cell, column) => cell.padEnd(widths[column] ?? 0))
            .join("   ")
            .trimEnd();
    const table = [line(head), line(widths.map((width) => "─".repeat(width))), ...lines.map(line)];
    const words = document.teams.flatMap(wordsOn);
    return [...table, ...(words.length > 0 ? ["", ...words] : []), "", ...summaryOf(document)].join("\n");
}

function cellsOf({ name, group, mapping, folder, policies, members, verdict }: Team): string[] {
    const [first, ...more] = policies;
    const policy = first ? `${first.name}${more.length > 0 ? ` and ${more.length} more` : ""}` : "-";
    const people = members === null ? (group ? "of the group" : "-") : String(members);
    return [name, group?.name ?? "-", mapping ?? "-", folder.path, policy, people, verdict].map(visibleOnOneLine);
}

function wordsOn({ name, reasons, notes, policies }: Team): string[] {
    const isTold = reasons.length > 0;
    const lines = [
        ...reasons.flatMap(({ verdict, what, remedy }) => [
            `${name}: ${verdict}: ${what}`,
            ...(remedy === undefined ? [] : [`    → ${remedy}`]),
        ]),
        ...(isTold ? policies.map(({ is }) => `    is: ${is}`) : []),
        ...notes.map((note) => `${name}: ${note}`),
    ];
    return lines.map(visibleOnOneLine);
}

function summaryOf({ teams, counts, leftOut, incomplete }: AdoptionDocument): string[] {
    const each = verdicts.filter((one) => counts[one] > 0).map((one) => `${counts[one]} ${one}`);
    const { folders, pushedGroups, policiesAbove } = leftOut;
    const above = policiesAbove.map((one) => `"${one}"`).join(", ");
    return [
        `${counted(teams.length, "team")}: ${each.join(", ")}.`,
        ...incomplete.map((what) => `Incomplete: this service user could not see ${what}.`),
        ...(folders > 0 ? [`Left out: ${counted(folders, "folder")} that --match does not name.`] : []),
        ...(pushedGroups > 0
            ? [`Left out: ${counted(pushedGroups, "pushed group")} that no policy on a folder here names.`]
            : []),
        ...(above === "" ? [] : [`On the folder above, and so in every team's: ${above}.`]),
    ].map(visibleOnOneLine);
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;
