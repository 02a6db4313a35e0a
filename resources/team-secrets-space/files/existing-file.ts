import { statSync } from "node:fs";
import { checked } from "../../lifecycle/declared/check";
import type { Mistake } from "../../lifecycle/declared/mistake";
import type { Properties } from "../../lifecycle/declared/plain";
import { existingSchema } from "../declared/existing";
import { asMistake } from "./file-mistake";
import { type Meant, readFile } from "./read-file";
import { mistakeAt } from "./team-files";

/** What exists already of teams, as the stack's file declares it. */
export interface ExistingOfTeams {
    /** As it is written, by the name of the team, without values of the wrong shape. */
    readonly byTeam: ReadonlyMap<string, unknown>;
    /** Mistakes of the stack, not of one team. */
    readonly mistakes: readonly Mistake[];
    /** A mistake of a team, such as at "existing.folder.id", with its position in this file. */
    readonly placed: (team: string, mistake: Mistake) => Mistake;
}

/** The setting that names the file. */
const key = "pulumi-okta-opa:existing";

const meant: Meant = {
    what: "what is there already of teams",
    example: 'Write it by team, for example "payments: { folder: { id: 3b0f6c1e-… } }".',
    instead: "Write all of it in one.",
};

/**
 * Reads the stack's file of what exists already, as strictly as a team's file. All mistakes are reported with their
 * position.
 *
 * @param names The names of the teams that are declared in files.
 */
export function readExisting(file: string | undefined, names: readonly string[]): ExistingOfTeams {
    const unread = (mistakes: readonly Mistake[]): ExistingOfTeams => ({
        byTeam: new Map(),
        mistakes,
        placed: (_team, mistake) => mistake,
    });
    if (file === undefined) return unread([]);
    if (!isFile(file)) {
        const reason = `"${file}": is no file in the project's folder. Write it there, or run \`pulumi config rm ${key}\`.`;
        return unread([{ property: key, reason }]);
    }
    const read = readFile(file, meant);
    const { team: whole, mistakes } = read;
    if (!whole) return unread(mistakes.map(asMistake));
    const at = ({ property, reason }: Mistake) => asMistake(mistakeAt({ ...read, root: whole.root }, property, reason));
    const teams = Object.entries(whole.value).map(([name, value]) => {
        return { name, value, mistakes: mistakesIn(name, value, names) };
    });
    return {
        byTeam: new Map(teams.flatMap((one) => (one.mistakes.length > 0 ? [] : [[one.name, one.value] as const]))),
        mistakes: [...mistakes.map(asMistake), ...teams.flatMap((one) => one.mistakes.map(at))],
        placed: (team, { property, reason }) => at({ property: property.replace(/^existing/, () => team), reason }),
    };
}

function mistakesIn(name: string, value: unknown, names: readonly string[]): readonly Mistake[] {
    if (!names.includes(name)) {
        const reason =
            `"${name}": is not a team that is read from a file. Take it out, or write the name as the team has it: it would be the ` +
            "next team's of that name.";
        return [{ property: name, reason }];
    }
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
        return [
            {
                property: name,
                reason: "give what is there already, for example { folder: { id: … }, policy: { id: … } }.",
            },
        ];
    }
    return checked(existingSchema, value as Properties).mistakes.map(({ property, reason }) => ({
        property: `${name}.${property}`,
        reason,
    }));
}

function isFile(path: string): boolean {
    return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
