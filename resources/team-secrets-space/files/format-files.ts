import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, posix, relative } from "node:path";
import { readPlatform } from "../authority/read-platform";
import type { FileMistake } from "./file-mistake";
import { findFiles } from "./find-files";
import { type FileForm, formatted } from "./format-file";
import { readTeamFile } from "./read-file";

/** The outcome of formatting the files of a folder. */
export interface FormattedFiles {
    readonly count: number;
    /** Files that are not in the canonical form; they are rewritten unless they are only to be checked. */
    readonly changed: readonly string[];
    /** Why a file is left as it is: it cannot be read. */
    readonly mistakes: readonly FileMistake[];
}

export interface FormatOptions {
    /** Whether nothing is written. */
    readonly onlyLook: boolean;
    /** The file of the JSON Schema that each file is to name. */
    readonly schema?: string | undefined;
}

/** Formats every readable file of a folder, and the platform file beside it. Undefined if it is not a folder. */
export function formatFiles(folder: string, { onlyLook, schema }: FormatOptions): FormattedFiles | undefined {
    const found = findFiles(folder);
    if (!found) return undefined;
    const changed: string[] = [];
    const mistakes = [...found.mistakes];
    const format = (file: string, form: FileForm, namedSchema?: string) => {
        const text = readFileSync(file, "utf8");
        const wanted = formatted(text, namedSchema === undefined ? undefined : pathFrom(file, namedSchema), form);
        if (wanted === text) return;
        changed.push(file);
        if (!onlyLook) replace(file, wanted);
    };
    for (const { file } of found.files) {
        const { team, mistakes: own } = readTeamFile(file);
        if (team) format(file, "team", schema);
        else mistakes.push(...own);
    }
    const platform = readPlatform(folder);
    mistakes.push(...platform.mistakes);
    const isThere = platform.declared !== undefined && existsSync(platform.file);
    if (isThere) format(platform.file, "platform");
    return { count: found.files.length + (isThere ? 1 : 0), changed, mistakes };
}

const pathFrom = (file: string, schema: string): string => relative(dirname(file), schema).split("\\").join(posix.sep);

/** Replaces a file completely or not at all: half a file, left by a killed run, would declare another team. */
function replace(file: string, text: string): void {
    const beside = `${dirname(file)}/.${posix.basename(file)}.new`;
    writeFileSync(beside, text);
    renameSync(beside, file);
}
