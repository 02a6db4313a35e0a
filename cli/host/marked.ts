import type { CodeHost, Issue } from "./code-host";

/**
 * The first line of a text by which we find it again; readers do not see it. Only the first line counts, and only in what the
 * token's own user wrote: what follows may be somebody else's words.
 */
export function markerLine(name: string): string {
    if (!/^[A-Za-z0-9_./]+(-[A-Za-z0-9_./]+)*$/.test(name)) {
        throw new Error(`"${name}" is no name of a marker. Use letters, digits, ".", "/", "_" and single "-".`);
    }
    return `<!-- pulumi-okta-opa: ${name} -->`;
}

/** A text with its marker, cut at a line if it is too long for the host. */
export function marked(name: string, text: string, longest: number): string {
    const whole = `${markerLine(name)}\n${text}`;
    if (whole.length <= longest) return whole;
    const note = "\n\n_The rest is left out, because it is too long here._\n";
    const fits = whole.slice(0, longest - note.length);
    return `${fits.slice(0, fits.lastIndexOf("\n"))}${note}`;
}

/** Whether a text begins with the marker. A host may give back other line ends. */
export const hasMarker = (text: string, name: string): boolean => text.split(/\r?\n/, 1)[0] === markerLine(name);

/** What was done to a marked comment. */
export type Kept = "created" | "updated" | "unchanged";

/** Keeps one comment with this marker on a change. Further ones of ours, from runs at the same time, point to it. */
export async function keepComment(host: CodeHost, change: number, name: string, text: string): Promise<Kept> {
    const ours = (await host.comments(change)).filter((one) => one.isOurs && hasMarker(one.text, name));
    const [first, ...others] = ours;
    const body = marked(name, text, host.longestText);
    const pointer = marked(name, "This comment is out of date. The current one is above.", host.longestText);
    for (const { id, text: is } of others) if (!sameText(is, pointer)) await host.changeComment(change, id, pointer);
    if (first === undefined) {
        await host.addComment(change, body);
        return "created";
    }
    if (sameText(first.text, body)) return "unchanged";
    await host.changeComment(change, first.id, body);
    return "updated";
}

/** Hosts change line ends, and take away what is blank at the end. */
const sameText = (one: string, other: string): boolean =>
    one.replaceAll("\r\n", "\n").trimEnd() === other.replaceAll("\r\n", "\n").trimEnd();

/** The issues of ours with this marker, open or closed, the oldest first. */
export async function markedIssues(host: CodeHost, name: string): Promise<readonly Issue[]> {
    return (await host.issues()).filter((one) => one.isOurs && hasMarker(one.text, name));
}
