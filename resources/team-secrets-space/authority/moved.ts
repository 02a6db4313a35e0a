import type { Mistake } from "../../lifecycle/declared/mistake";
import type { FileMistake } from "../files/file-mistake";
import type { FoundFiles } from "../files/find-files";
import type { TeamFiles } from "../files/team-files";
import { boundsOf } from "./bounds";
import { isAlike, type Platform } from "./read-platform";

/**
 * Teams that were in another area before. People who may write files of one area may not write those of the other,
 * and a team's secrets move with it.
 *
 * @param before The files of the base.
 * @param platform The platform file of the base.
 */
export function movedMistakes(
    { files }: FoundFiles,
    before: FoundFiles,
    { file: platformFile, declared }: Platform,
): readonly FileMistake[] {
    if (!declared) return [];
    return files.flatMap(({ file, name, area }) => {
        const was = before.files.filter((one) => isAlike(one.name, name));
        const isFree = was.length === 0 || was.some((one) => one.area === area);
        if (isFree || boundsOf(area, declared).takes.includes(name)) return [];
        const reason =
            `was in the area ${was.map((one) => one.area).join(", ")}. Its secrets would come to another area with it. Move it back, or ask ` +
            `whoever owns ${platformFile} to allow it there first: areas: { ${area}: { takes: [${name}] } }.`;
        return [{ file, line: 1, column: 1, property: "", reason }];
    });
}

/** The part of files that identifies a team. */
type Named = Pick<TeamFiles, "names" | "areas" | "previously">;

/** Names in `previously` that the base does not confirm: with another team's name, its secrets would come. */
export function renamedInFiles(now: Named, before: Named, platform: Platform): readonly Mistake[] {
    return now.names.flatMap((name, index) => {
        const at = before.names.indexOf(name);
        // Names that the base already has were checked then.
        const known = before.previously[at] ?? [];
        const [first, ...others] = (now.previously[index] ?? []).filter((one) => !known.includes(one));
        if (first === undefined) return [];
        const team = { name, area: now.areas[index] ?? "", first, others, isThere: at >= 0 };
        const reason = unknownName(team, now, before) ?? otherArea(team, before, platform);
        return reason === undefined ? [] : [{ property: `teams[${index}].previously`, reason }];
    });
}

/** A team that gives a former name. */
interface RenamedTeam {
    readonly name: string;
    readonly area: string;
    /** The former name that it gives, and those before that. */
    readonly first: string;
    readonly others: readonly string[];
    /** Whether the base, too, has a team of its name. */
    readonly isThere: boolean;
}

function unknownName({ first, others, isThere }: RenamedTeam, now: Named, before: Named): string | undefined {
    if (isThere) return `"${first}": this team is there already in the base, under its own name. Take it out.`;
    const was = before.names.indexOf(first);
    if (was < 0) {
        const gone = before.names.filter((one) => !now.names.includes(one));
        const hint = gone.length > 0 ? ` Gone since the base: ${gone.join(", ")}.` : "";
        return `"${first}": the base has no such team.${hint} Write the name that this team had there.`;
    }
    const made = others.find((one) => !before.previously[was]?.includes(one));
    return made && `"${made}": the base does not say that "${first}" was it. Write only names that it says there.`;
}

function otherArea(
    { name, area, first }: RenamedTeam,
    { names, areas }: Named,
    { file, declared }: Platform,
): string | undefined {
    const from = areas[names.indexOf(first)] ?? "";
    if (from === area || (declared && boundsOf(area, declared).takes.includes(name))) return undefined;
    return (
        `"${first}": was in the area ${from}. Its secrets would come to another area with it. Put the file there, or ask whoever ` +
        `owns ${file} to allow it first: areas: { ${area}: { takes: [${name}] } }.`
    );
}
