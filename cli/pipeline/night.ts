import type { Drift } from "../../resources/drift/document";
import { markdownOf } from "../drift/report";
import type { CodeHost } from "../host/code-host";
import { marked, markedIssues } from "../host/marked";

/** What a nightly run has found of a stack. */
export interface Night {
    readonly stack: string;
    /** Undefined if not even that could be told; then `failure` says why. */
    readonly drift: Drift | undefined;
    readonly failure?: string | undefined;
    /** Where the run is to be read. */
    readonly run?: string | undefined;
}

/** What became of a stack's issue. */
export type IssueKept = "none" | "opened" | "reopened" | "updated" | "closed";

type Finding = "none" | "drift" | "not-known";

/**
 * Keeps the one issue of a stack. It is closed only by a night that looked at everything and found nothing: a night that could
 * not tell opens it, or leaves it open.
 */
export async function keepIssue(host: CodeHost, night: Night): Promise<IssueKept> {
    const name = `drift/${night.stack}`;
    const finding = findingOf(night.drift);
    const [first, ...others] = await markedIssues(host, name);
    // Two runs at the same time may each have opened one.
    for (const { number, isOpen } of others) if (isOpen) await host.changeIssue(number, { isOpen: false });
    if (finding === "none") {
        if (!first?.isOpen) return "none";
        await host.addIssueComment(first.number, `Everything was looked at, and nothing differs.${runOf(night)}`);
        await host.changeIssue(first.number, { isOpen: false });
        return "closed";
    }
    const content = {
        title: titleOf(night.stack, finding),
        text: marked(name, textOf(night, finding), host.longestText),
    };
    if (!first) {
        await host.addIssue(content);
        return "opened";
    }
    await host.changeIssue(first.number, { ...content, isOpen: true });
    const isOther = !first.isOpen || first.title !== content.title;
    if (isOther)
        await host.addIssueComment(first.number, `${content.title}. The text above is up to date.${runOf(night)}`);
    return first.isOpen ? "updated" : "reopened";
}

function findingOf(drift: Drift | undefined): Finding {
    if (!drift || drift.unknown.length > 0) return "not-known";
    return drift.objects.length + drift.pushDifferences.length > 0 ? "drift" : "none";
}

const titleOf = (stack: string, finding: Finding): string =>
    finding === "drift" ? `Drift in stack ${stack}` : `It could not be told whether stack ${stack} has drifted`;

function textOf(night: Night, finding: Finding): string {
    const { drift, failure } = night;
    return [
        finding === "drift"
            ? "This is not as it was applied. Nothing was changed."
            : "The nightly run could not look at everything. **That is not the same as no drift.** Nothing was changed, and a right that is missing never makes a run remove anything.",
        "",
        drift ? markdownOf(drift).trim() : fenced(failure ?? "The run ended without a report."),
        "",
        "To leave something as it is, declare it so. To set it right, run the merge pipeline by hand with `plan` = `show`: it lists what would be given and taken, with a hash that can be approved.",
        ...(drift ? [] : ["Look at the run's log first: what is missing stands there."]),
        `This issue is kept by the nightly run, which closes it when nothing differs any more.${runOf(night)}`,
    ].join("\n");
}

const runOf = ({ run }: Night): string => (run === undefined ? "" : ` Run: ${run}`);

/** Somebody else's words as code, which ends only where we end it. */
const fenced = (text: string): string => `\`\`\`\`text\n${text.replaceAll("````", "'''' ")}\n\`\`\`\``;
