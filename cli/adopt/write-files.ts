import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { posix } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { parse } from "yaml";
import type { AdoptionDocument } from "../../resources/adopt/output/document";
import { existingText, teamText } from "../../resources/adopt/output/file-texts";
import type { InArea } from "../../resources/adopt/output/needed-bounds";
import { isSameTeam } from "../../resources/adopt/output/same-team";
import { findFiles } from "../../resources/team-secrets-space/files/find-files";

/** Where files go. */
export interface Places {
    /** The folder that holds the areas' folders. */
    readonly folder: string;
    /** The area: the name of a folder in it. */
    readonly area: string;
    /** Location of a file's JSON Schema, as each file names it. */
    readonly schema: string | undefined;
    /** The stack's file that lists what exists. */
    readonly existingFile: string;
}

/** What was written, and what is left for a person because an existing file says something else. */
export interface Written {
    readonly written: readonly string[];
    readonly left: readonly string[];
    /** The teams whose files exist now, as they were found. */
    readonly files: readonly InArea[];
}

interface ToWrite {
    readonly name: string;
    readonly file: string;
    readonly team: object;
    readonly existing: object;
}

/** Writes the files of clean teams. It overwrites nothing: an existing file is read and stays as it is. */
export function writeFiles({ teams }: AdoptionDocument, { folder, area, schema, existingFile }: Places): Written {
    const there = readExistingFile(existingFile);
    const known = new Map((findFiles(folder)?.files ?? []).map(({ name, file }) => [name, file]));
    // A team that is declared already may be in a different area.
    const all = teams.flatMap(({ name, declaration, existing }): ToWrite[] =>
        declaration && existing
            ? [{ name, file: known.get(name) ?? posix.join(folder, area, `${name}.yaml`), team: declaration, existing }]
            : [],
    );
    const left: string[] = [];
    const isFree = (one: ToWrite) => {
        const said = [
            ...(isOtherTeam(one)
                ? [
                      `${one.file}: is there and says something else; it was left, and nothing of ${one.name} was written.`,
                  ]
                : []),
            ...(isOtherEntry(one, there)
                ? [
                      `${existingFile}: says something else of ${one.name}; it was left, and nothing of ${one.name} was written.`,
                  ]
                : []),
        ];
        left.push(...said);
        return said.length === 0;
    };
    const free = all.filter(isFree);
    const entries = free.filter(({ name }) => !Object.hasOwn(there, name));
    const files = free.filter(({ file }) => !existsSync(file));
    // Entries come first: without its entry, a declared team would be created a second time beside the existing one.
    if (entries.length > 0) {
        appendEntries(existingFile, there, Object.fromEntries(entries.map(({ name, existing }) => [name, existing])));
    }
    if (files.length > 0) mkdirSync(posix.join(folder, area), { recursive: true });
    for (const { file, team } of files) writeFileSync(file, teamText(team, schema), { flag: "wx" });
    return {
        written: [...(entries.length > 0 ? [existingFile] : []), ...files.map(({ file }) => file)],
        left,
        files: free.map(({ name, file, team }) => ({
            ...{ area: posix.basename(posix.dirname(file)), name },
            team: team as InArea["team"],
        })),
    };
}

function readExistingFile(file: string): Readonly<Record<string, unknown>> {
    if (!existsSync(file)) return {};
    const value: unknown = parse(readFileSync(file, "utf8"));
    if (value === null) return {};
    if (typeof value === "object" && !Array.isArray(value)) return value as Readonly<Record<string, unknown>>;
    throw new Error(`${file} is no map of teams, so nothing was written. Correct it, or move it away.`);
}

const isOtherEntry = ({ name, existing }: ToWrite, there: Readonly<Record<string, unknown>>): boolean =>
    Object.hasOwn(there, name) && !isDeepStrictEqual(there[name], JSON.parse(JSON.stringify(existing)));

const isOtherTeam = ({ name, file, team }: ToWrite): boolean =>
    existsSync(file) && !isSameTeam(name, parse(readFileSync(file, "utf8")), team);

/** Appends entries; the existing text stays as it is. Throws, and writes nothing, when the result would not parse as both. */
function appendEntries(file: string, there: object, entries: Readonly<Record<string, object>>): void {
    const text = existsSync(file) ? readFileSync(file, "utf8") : "";
    const whole = `${text}${text === "" || text.endsWith("\n") ? "" : "\n"}${existingText(entries)}`;
    if (!isDeepStrictEqual(parsed(whole), JSON.parse(JSON.stringify({ ...there, ...entries })))) {
        throw new Error(
            `${file} is written so that nothing can be put behind it, so nothing was written. Write it as a block map.`,
        );
    }
    mkdirSync(posix.dirname(file), { recursive: true });
    writeFileSync(file, whole);
}

function parsed(text: string): unknown {
    try {
        return parse(text);
    } catch {
        return undefined;
    }
}
