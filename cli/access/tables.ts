import { approvalInWords, mfaInWords } from "../../resources/access/conditions-in-words";
import type { Row } from "../../resources/access/document";
import { visibleOnOneLine } from "../../tenant/visible";
import { plainInMarkdown } from "../markdown";

const head = ["path", "who", "may", "only after", "policy", "rule", "group", "inherited from"] as const;

/** The entries as a table for people; those with the same access share a line. */
export function tableOf(rows: readonly Row[]): string {
    if (rows.length === 0) return "Nobody, by any policy that was seen.";
    const lines = together(rows);
    const widths = head.map((title, column) =>
        Math.max(title.length, ...lines.map((line) => line[column]?.length ?? 0)),
    );
    const line = (cells: readonly string[]) =>
        cells
            .map((cell, column) => cell.padEnd(widths[column] ?? 0))
            .join("   ")
            .trimEnd();
    return [line(head), line(widths.map((width) => "─".repeat(width))), ...lines.map(line)].join("\n");
}

/** The same in Markdown. */
export function markdownOf(rows: readonly Row[]): string {
    const line = (cells: readonly string[]) => `| ${cells.map(plainInMarkdown).join(" | ")} |`;
    return [line(head), line(head).replaceAll(/[^|]+/g, " --- "), ...together(rows).map(line)].join("\n");
}

/** One line for each entry, by RFC 4180. */
export function csvOf(rows: readonly Row[]): string {
    const titles = ["resource group", "project", "path", "secret", "who", "kind", ...head.slice(2), "can use"];
    const lines = rows.map((row) => [
        row.resourceGroup,
        row.project,
        row.path,
        row.secretId ?? "",
        row.person ?? "",
        row.kind,
        row.privileges.join(" "),
        row.conditions.map(inWords).join(" and "),
        row.policy,
        row.rule,
        row.group ?? "",
        row.inheritedFrom ?? "",
        row.canUse ? "yes" : "no",
    ]);
    return [titles, ...lines].map((cells) => cells.map(csvCell).join(",")).join("\n");
}

/** People who have the same access by the same rule and group share a line. */
function together(rows: readonly Row[]): string[][] {
    const isOneProject =
        new Set(rows.map(({ resourceGroup, project }) => JSON.stringify([resourceGroup, project]))).size === 1;
    const lines = new Map<string, { readonly row: Row; readonly who: string[] }>();
    for (const row of rows) {
        const { person: _who, kind: _kind, ...same } = row;
        const line = lines.get(JSON.stringify(same)) ?? { row, who: [] };
        line.who.push(who(row));
        lines.set(JSON.stringify(same), line);
    }
    return [...lines.values()].map(({ row, who: people }) =>
        [
            `${isOneProject ? "" : `${row.resourceGroup}/${row.project}: `}${row.path}${row.secretId ? ` (secret ${row.secretId})` : ""}`,
            people.join(", "),
            row.privileges.join(" "),
            row.conditions.map(inWords).join(" and ") + (row.canUse ? "" : ", which it cannot meet"),
            row.policy,
            row.rule,
            row.group ?? "",
            row.inheritedFrom ?? "",
        ].map(visibleOnOneLine),
    );
}

function who({ person, kind, group }: Row): string {
    if (person === null) return `(whoever is in ${group})`;
    return kind === "person" ? person : `${person} (${kind})`;
}

const inWords = (condition: Row["conditions"][number]): string =>
    condition.conditionType === "access_request"
        ? approvalInWords(`"${condition.requestTypeName}"`, condition.expiresAfterSeconds)
        : mfaInWords(condition.acrValues === "phr", condition.reAuthFrequencyInSeconds);

/** A spreadsheet would run a text that begins so (OWASP, "CSV Injection"); a leading apostrophe keeps it a text. */
function csvCell(text: string): string {
    const plain = visibleOnOneLine(text).replace(/^[=+\-@]/, "'$&");
    return /[",]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}
