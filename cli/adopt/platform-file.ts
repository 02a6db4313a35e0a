import { existsSync, writeFileSync } from "node:fs";
import { stringify } from "yaml";
import { type InArea, neededBounds } from "../../resources/adopt/output/needed-bounds";
import type { DeclaredPlatform } from "../../resources/team-secrets-space/authority/platform-schema";
import { platformFileOf, readPlatform } from "../../resources/team-secrets-space/authority/read-platform";
import type { StackSettings } from "../../resources/team-secrets-space/declared/stack-settings";

/** What was done with the platform file. */
export interface PlatformWritten {
    readonly file: string;
    /** Whether the file was written; an existing one is never changed. */
    readonly isWritten: boolean;
    /** What a person must add to an existing file; undefined if nothing. */
    readonly toAdd: string | undefined;
}

const head =
    "# What the files of each area may say beyond the usual. Written by adopt: as wide as what exists, and no wider.\n" +
    "# Take out what the area's teams are not to say themselves.\n";

/** What the platform file beside a folder allows now. Throws when the file is wrong: then nobody knows what it allows. */
export function platformNow(folder: string): DeclaredPlatform {
    const { declared, mistakes } = readPlatform(folder);
    if (declared) return declared;
    const lines = mistakes.map((one) => `  ${one.file}:${one.line}:${one.column} ${one.property}: ${one.reason}`);
    throw new Error(["The platform file is wrong, so nothing was written:", ...lines].join("\n"));
}

/** Allows the area files to declare what exists, where the platform file does not allow it yet. */
export function writePlatform(
    folder: string,
    now: DeclaredPlatform,
    files: readonly InArea[],
    settings: StackSettings,
): PlatformWritten {
    const file = platformFileOf(folder);
    const areas = neededBounds(files, now, settings);
    if (Object.keys(areas).length === 0) return { file, isWritten: false, toAdd: undefined };
    const text = stringify({ areas }, { lineWidth: 0, aliasDuplicateObjects: false });
    if (existsSync(file)) return { file, isWritten: false, toAdd: text.trimEnd() };
    writeFileSync(file, head + text, { flag: "wx" });
    return { file, isWritten: true, toAdd: undefined };
}
