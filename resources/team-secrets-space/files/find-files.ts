import { type Dirent, readdirSync } from "node:fs";
import { basename, posix } from "node:path";
import { folderName } from "../../opa/secret-folder/declared/schema";
import type { FileMistake } from "./file-mistake";

/** A file that declares a team, and the team's name. */
interface TeamFile {
    /** As messages name it: teams/payments/checkout.yaml. */
    readonly file: string;
    readonly name: string;
    /** The name of the folder that it is in. */
    readonly area: string;
}

const ending = ".yaml";

/** Beside the teams' files there may be texts for people, and hidden files of editors and Git. */
const isForPeople = (name: string): boolean => /\.md$/i.test(name) || (name.startsWith(".") && !isYaml(name));

const isYaml = (name: string): boolean => /\.ya?ml$/i.test(name);

/**
 * The files `<area>/<team>.yaml` of a folder, sorted; undefined if it is not a folder. If a file is not read, its
 * team loses its access, so everything else in there is a mistake.
 */
export function findFiles(folder: string): FoundFiles | undefined {
    const areas = entriesOf(folder);
    const names = (areas ?? []).filter((area) => area.isDirectory()).map(({ name }) => name);
    return areas && together(areas.map((area) => foundIn(area, folder, names)));
}

export interface FoundFiles {
    readonly files: readonly TeamFile[];
    readonly mistakes: readonly FileMistake[];
}

function foundIn(area: Dirent, folder: string, areas: readonly string[]): FoundFiles {
    const path = posix.join(folder, area.name);
    if (!area.isDirectory()) return refused(path, misplaced(area, folder));
    const wrong = misnamed(area.name, areas);
    if (wrong !== undefined) return refused(path, wrong);
    return together(
        (entriesOf(path) ?? []).map((entry) => {
            const file = posix.join(path, entry.name);
            const isTeam = entry.isFile() && entry.name.endsWith(ending) && !entry.name.startsWith(".");
            return isTeam
                ? { files: [{ file, name: basename(entry.name, ending), area: area.name }], mistakes: [] }
                : refused(file, misplaced(entry, folder));
        }),
    );
}

const together = (found: readonly FoundFiles[]): FoundFiles => ({
    files: found.flatMap(({ files }) => files),
    mistakes: found.flatMap(({ mistakes }) => mistakes),
});

const refused = (file: string, reason: string | undefined): FoundFiles => ({
    files: [],
    mistakes: reason === undefined ? [] : [{ file, line: 1, column: 1, property: "", reason }],
});
function entriesOf(folder: string): readonly Dirent[] | undefined {
    try {
        const entries = readdirSync(folder, { withFileTypes: true });
        return entries.sort((one, other) => (one.name < other.name ? -1 : 1));
    } catch (failure) {
        if (failure instanceof Error && "code" in failure && isMissing(failure.code)) return undefined;
        throw failure;
    }
}

/** What is wrong with the name of an area, which people and the platform file use: two areas must not be confused. */
function misnamed(name: string, areas: readonly string[]): string | undefined {
    if (!folderName.safeParse(name).success || name.startsWith(".")) {
        return 'is not a name for an area. Use only letters, digits, "-", "_" and ".", and another first sign than ".".';
    }
    const other = areas.find((one) => one !== name && one.toLowerCase() === name.toLowerCase());
    return other && `is called like the area ${other}, but for upper and lower case. Make one of both.`;
}

const isMissing = (code: unknown): boolean => code === "ENOENT" || code === "ENOTDIR";

/** Why an entry is not read; undefined if nobody would expect it to be read. */
function misplaced(entry: Dirent, folder: string): string | undefined {
    const place = `Only files ${posix.join(folder, "<area>/<team>.yaml")} are read`;
    if (entry.isSymbolicLink()) return `is a link. ${place}, no links: write the file itself here.`;
    if (entry.isDirectory()) return `is a folder in the folder of an area. ${place}. Move what it holds.`;
    if (isForPeople(entry.name)) return undefined;
    return `is not read. ${place}. Move or rename it, or take it out.`;
}
