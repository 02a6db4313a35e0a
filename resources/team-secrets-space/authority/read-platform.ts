import { type Dirent, readdirSync } from "node:fs";
import { posix } from "node:path";
import { checked } from "../../lifecycle/declared/check";
import type { Mistake } from "../../lifecycle/declared/mistake";
import { conditionMistakes } from "../declared/conditions";
import type { FileMistake } from "../files/file-mistake";
import { type Meant, readFile } from "../files/read-file";
import { mistakeAt } from "../files/team-files";
import { type DeclaredPlatform, type KnownPolicy, platformSchema } from "./platform-schema";
import type { DeclaredRules } from "./rules-schema";

/** The content of the platform file beside the folder of the teams' areas. */
export interface Platform {
    /** As messages name it. */
    readonly file: string;
    /** Undefined if it has a mistake: then no bounds are known. */
    readonly declared: DeclaredPlatform | undefined;
    readonly mistakes: readonly FileMistake[];
}

const name = "platform.yaml";

const aPlatform: Meant = {
    what: "a platform file",
    example: 'Write what files may say, for example "areas: { payments: { privileges: manage } }".',
    instead: "Write one.",
};

/** Where the platform file of a folder of areas is: always beside it, so that no file can name another. */
export const platformFileOf = (folder: string): string => posix.join(folder, "..", name);

/** Reads the platform file. Without one, the built-in bounds apply. */
export function readPlatform(folder: string): Platform {
    const file = platformFileOf(folder);
    const entries = namedLike(posix.dirname(file));
    const refused = entries.flatMap((entry) => misnamed(entry, posix.dirname(file)));
    if (refused.length > 0) return { file, declared: undefined, mistakes: refused };
    if (entries.length === 0) return { file, declared: platformSchema.parse({}), mistakes: [] };
    return parsed(file);
}

/** What a platform file says about reviews and audits: rules only without a mistake in it. */
export function saidOfReviews({ declared }: Platform): {
    readonly rules: DeclaredRules | undefined;
    readonly known: readonly KnownPolicy[];
} {
    return {
        rules: declared && { rules: declared.rules, accepted: declared.accepted, logins: declared.logins },
        known: declared?.known ?? [],
    };
}

function parsed(file: string): Platform {
    const read = readFile(file, aPlatform);
    if (!read.team) return { file, declared: undefined, mistakes: read.mistakes };
    const one = { ...read, ...read.team };
    const { inputs, mistakes } = checked(platformSchema, one.value);
    const wrong = mistakes.length > 0 ? mistakes : together(inputs as DeclaredPlatform);
    const told = wrong.map(({ property, reason }) => mistakeAt(one, property, reason));
    const all = [...told, ...read.mistakes];
    return { file, declared: all.length > 0 ? undefined : (inputs as DeclaredPlatform), mistakes: all };
}

/** Keys that are valid by themselves but conflict with each other. */
function together({ default: byDefault, areas, known = [] }: DeclaredPlatform): readonly Mistake[] {
    const names = Object.keys(areas);
    const alike = names.filter((area, index) => names.slice(0, index).some((other) => isAlike(other, area)));
    const layers = Object.entries({ default: byDefault, ...prefixed(areas) });
    return [
        ...alike.map((area) => ({
            property: `areas.${area}`,
            reason: "is the name of another area, in upper and lower case. Write one of them, as its folder is called.",
        })),
        ...known.flatMap(({ policy }, index) =>
            known.findIndex((one) => one.policy === policy) === index
                ? []
                : [
                      {
                          property: `known[${index}].policy`,
                          reason: `"${policy}": is there twice. Take one of them out.`,
                      },
                  ],
        ),
        ...layers.flatMap(([at, bounds]) => {
            const { approval, approvalLasts, ...minimum } = bounds?.minimum ?? {};
            // The stack says which approvals there are.
            const known = approval === undefined ? {} : { [approval]: { id: approval, name: approval, lasts: "8h" } };
            const asked = { ...minimum, ...(approval === undefined ? {} : { approval }), approvalLasts };
            return conditionMistakes(asked, known).map((reason) => ({ property: `${at}.minimum`, reason }));
        }),
    ];
}

const prefixed = (areas: DeclaredPlatform["areas"]): DeclaredPlatform["areas"] =>
    Object.fromEntries(Object.entries(areas).map(([area, bounds]) => [`areas.${area}`, bounds]));

/** Whether two names are the same on a file system that ignores case. */
export const isAlike = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

function namedLike(folder: string): readonly Dirent[] {
    try {
        return readdirSync(folder, { withFileTypes: true }).filter((entry) => /^platform\.ya?ml$/i.test(entry.name));
    } catch (failure) {
        if (failure instanceof Error && "code" in failure && failure.code === "ENOENT") return [];
        throw failure;
    }
}

/**
 * Why something that looks like a platform file is not used as one: it would have no effect, or could be written from
 * elsewhere.
 */
function misnamed(entry: Dirent, folder: string): readonly FileMistake[] {
    const told = (reason: string) => [
        { file: posix.join(folder, entry.name), line: 1, column: 1, property: "", reason },
    ];
    if (entry.name !== name) return told(`is not read. Call it ${name}, or take it out.`);
    if (entry.isFile()) return [];
    return told(`is ${entry.isSymbolicLink() ? "a link" : "no file"}, which is not read. Write the file itself here.`);
}
