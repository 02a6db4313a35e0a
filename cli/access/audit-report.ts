import type { Audit, Finding } from "../../resources/audit/document";
import { visibleOnOneLine } from "../../tenant/visible";
import { plainInMarkdown } from "../markdown";

/** The result in one line. */
export function verdictOn({ findings, notSeen, teams, notLookedAt, source }: Audit): string {
    const grave = findings.filter(({ isGrave }) => isGrave).length;
    const found =
        findings.length === 0
            ? ""
            : `${findings.length} found beside what ${teams} teams declare, ${grave} of them let somebody reveal or delete, or may.`;
    if (notSeen.length > 0)
        return `Not everything could be seen, so this is not all.${found === "" ? " Nothing found in what was seen." : ` So far: ${found}`}`;
    const of = notLookedAt.length > 0 ? ` in what was looked at (${source})` : "";
    return found === "" ? `Nothing found beside what ${teams} teams declare${of}.` : found;
}

interface Section {
    readonly title: string;
    readonly lines: readonly string[];
}

function sectionsOf(audit: Audit): readonly Section[] {
    const { known, automation, notLookedAt, notSeen } = audit;
    return [
        { title: "Could not be seen", lines: notSeen },
        { title: "Known, as platform.yaml says", lines: known.map(knownInWords) },
        {
            title: "The automation's own",
            lines: automation.map(
                ({ policy, where }) => `policy "${policy?.name ?? ""}" on "${where?.path ?? ""}", nothing of secrets`,
            ),
        },
        { title: "Not looked at", lines: notLookedAt },
    ].filter(({ lines }) => lines.length > 0);
}

const states = {
    there: "",
    "not there": " There is no such policy.",
    ended: " Its day has passed, so it counts as found.",
    twice: " Several policies have this name, so they count as found.",
} as const;

function knownInWords({ policy, why, until, state, rights }: Audit["known"][number]): string {
    const what = rights.map(({ where, who, privileges, conditions }) => {
        const people = who.map(({ name, members }) => (members === null ? name : `${name} (${members})`)).join(", ");
        return ` ${people || "nobody"}: ${privileges.join(", ")} on "${where.path}" (${conditions}).`;
    });
    return `"${policy}": ${why}${until === null ? "" : `, until ${until}`}.${what.join("")}${states[state]}`;
}

/** What was found, for a terminal. */
export function auditReport(audit: Audit): string {
    const findings = audit.findings.flatMap(({ isGrave, kind, what, why, remedy }) => [
        `${isGrave ? "!!" : " !"} ${kind}: ${what}`,
        `     why it matters  ${why}`,
        `     what to do      ${remedy}`,
        "",
    ]);
    const sections = sectionsOf(audit).flatMap(({ title, lines }) => [
        title,
        ...lines.map((line) => `  - ${line}`),
        "",
    ]);
    return [...findings, ...sections, verdictOn(audit)].map(visibleOnOneLine).join("\n");
}

/** The same, for an issue. */
export function auditMarkdown(audit: Audit): string {
    const cell = (text: string) => plainInMarkdown(visibleOnOneLine(text));
    const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
    const rows = audit.findings.map(({ isGrave, teams, what, why, remedy }: Finding) =>
        row([isGrave ? "🔴" : "🟡", cell(teams.join(", ")), cell(what), cell(why), cell(remedy)]),
    );
    const heads = ["", "team", "what", "why it matters", "what to do"];
    return [
        `**${cell(verdictOn(audit))}**`,
        ...(rows.length > 0 ? ["", row(heads), row(heads.map(() => "---")), ...rows] : []),
        ...sectionsOf(audit).flatMap(({ title, lines }) => [
            "",
            `**${title}**`,
            "",
            ...lines.map((line) => `- ${cell(line)}`),
        ]),
    ].join("\n");
}
