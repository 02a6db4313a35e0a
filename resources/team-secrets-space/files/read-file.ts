import { readFileSync } from "node:fs";
import { isMap, isScalar, LineCounter, parseDocument, type YAMLError, type YAMLMap } from "yaml";
import type { FileMistake } from "./file-mistake";
import { type Trap, trapsIn } from "./traps";

/** A file, as far as it can be read: a team's, or the one that says what exists already. */
export interface ReadFile {
    readonly file: string;
    /** What it declares; undefined if it cannot be read. */
    readonly team: { readonly root: YAMLMap; readonly value: Readonly<Record<string, unknown>> } | undefined;
    /**
     * The mistakes because of which it is not read; or else those that are reported only if nothing else is at the
     * same place.
     */
    readonly mistakes: readonly FileMistake[];
    readonly positionOf: (offset: number) => { readonly line: number; readonly column: number };
}

/** What a file should be, for messages. */
export interface Meant {
    /** "a team": for the message that the file is something else. */
    readonly what: string;
    readonly example: string;
    /** Ends "begins a second document (---).". */
    readonly instead: string;
}

const aTeam: Meant = {
    what: "a team",
    example: 'Write who the team is, for example "members: [ana@example.com]".',
    instead: "Write one team a file.",
};

const tooDeep = (what: string): string => `is nested too deeply to be ${what}. Write it anew.`;

/** Reads the file of a team. */
export const readTeamFile = (file: string): ReadFile => readFile(file, aTeam);

/** Reads one file as YAML 1.2, and what is wrong with it as YAML. */
export function readFile(file: string, meant: Meant): ReadFile {
    const { what, example } = meant;
    const lines = new LineCounter();
    const positionOf = (offset: number) => {
        const { line, col } = lines.linePos(offset);
        return { line: Math.max(line, 1), column: Math.max(col, 1) };
    };
    const told = ({ offset, reason }: Pick<Trap, "offset" | "reason">) => ({
        ...{ file, ...positionOf(offset) },
        property: "",
        reason,
    });
    const unread = (...traps: Pick<Trap, "offset" | "reason">[]) => ({
        ...{ file, positionOf, team: undefined },
        mistakes: traps.map(told),
    });
    const text = textIn(file);
    if (text === undefined) return unread({ offset: 0, reason: "is not UTF-8 text. Save it as UTF-8." });
    try {
        const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, logLevel: "error" });
        // Reported once for each place where the parser gave up.
        if (document.errors.some(({ code }) => code === "RESOURCE_EXHAUSTION"))
            return unread({ offset: 0, reason: tooDeep(what) });
        if (document.errors.length > 0) return unread(...document.errors.map((error) => inWords(error, text, meant)));
        if (document.directives.yaml.explicit === true || /^%/m.test(text.slice(0, document.contents?.range[0]))) {
            return unread({ offset: 0, reason: "has a directive (%), which is not read. Take it out." });
        }
        const root = document.contents;
        if (root === null || (isScalar(root) && root.value === null))
            return unread({ offset: 0, reason: `is empty. ${example}` });
        const traps = trapsIn(root);
        if (traps.some(({ isFatal }) => isFatal)) return unread(...traps);
        if (!isMap(root)) return unread({ offset: root.range[0], reason: `is not ${what}. ${example}` });
        const value = root.toJS(document) as Readonly<Record<string, unknown>>;
        return { file, positionOf, team: { root, value }, mistakes: traps.map(told) };
    } catch (failure) {
        if (!(failure instanceof RangeError)) throw failure;
        return unread({ offset: 0, reason: tooDeep(what) });
    }
}

/** Without a byte order mark; undefined if it is not text. */
function textIn(file: string): string | undefined {
    try {
        return new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(file));
    } catch (failure) {
        if (failure instanceof TypeError) return undefined;
        throw failure;
    }
}

/** The parser's messages, extended where people need more. */
function inWords(
    { code, message, pos: [offset, end] }: YAMLError,
    text: string,
    { what, instead }: Meant,
): Pick<Trap, "offset" | "reason"> {
    if (code === "DUPLICATE_KEY") {
        const key = /^[\w-]+/.exec(text.slice(offset))?.[0] ?? text.slice(offset, end);
        return { offset, reason: `"${key}" is written twice here. Write it once.` };
    }
    if (code === "TAB_AS_INDENT") return { offset, reason: "is indented with a tab. Indent with spaces." };
    if (code === "MULTIPLE_DOCS") {
        return { offset, reason: `begins a second document (---). ${instead}` };
    }
    if (code === "RESOURCE_EXHAUSTION") return { offset: 0, reason: tooDeep(what) };
    return { offset, reason: `is not YAML: ${message}.` };
}
