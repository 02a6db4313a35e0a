import { type Examination, type Finding, groups } from "../../resources/doctor/finding";

const titles = {
    machine: "This machine",
    settings: "Settings",
    okta: "Okta",
    opa: "Okta Privileged Access",
    limits: "Clock and limits",
} as const satisfies Readonly<Record<(typeof groups)[number], string>>;

const signs = { ok: "✔", note: "·", warning: "!", failed: "✘", skipped: "-" } as const satisfies Readonly<
    Record<Finding["mark"], string>
>;

/** The findings by group: a line for each finding and one for its remedy. */
export function reportOf({ findings }: Examination): string {
    return groups
        .map((group) => {
            const its = findings.filter((one) => one.group === group);
            return its.length === 0 ? "" : [titles[group], ...its.flatMap(linesOf)].join("\n");
        })
        .filter((part) => part !== "")
        .join("\n\n");
}

function linesOf({ mark, code, tried, answer, remedy }: Finding): string[] {
    const line = `  ${signs[mark]} ${tried}: ${answer}`;
    if (mark === "ok" || mark === "skipped") return [line];
    return [`${line} [${code}]`, ...(remedy === undefined ? [] : [`      → ${remedy}`])];
}
