import { levelName } from "../../team-secrets-space/declared/level";
import { groupNameIn } from "../../team-secrets-space/declared/names";
import { asLevelName } from "../match/conditions-in-words";
import type { Granting } from "../match/match";

/**
 * The names of levels: from our own marks, else from what follows the team's name in the group's or the policy's
 * name, else from the group's name. If two levels would have the same name, the name of their folder is added, then a
 * number.
 */
export function levelNames(
    levels: readonly Granting[],
    stem: string,
    pathOf: (granting: Granting) => string,
): readonly string[] {
    const taken = new Set(levels.flatMap(({ marked }) => marked ?? []));
    return levels.map((granting) => {
        if (granting.marked !== undefined && granting.marked !== "") return granting.marked;
        const wanted = wantedName(granting, stem);
        const folder = asLevelName(pathOf(granting).split("/").at(-1) ?? "");
        const candidates = [wanted, ...(folder === "" ? [] : [cut(`${wanted}-${folder}`)])];
        const numbered = Array.from({ length: levels.length }, (_one, index) => cut(wanted, `-${index + 2}`));
        const free = [...candidates, ...numbered].find((one) => !taken.has(one)) ?? wanted;
        taken.add(free);
        return free;
    });
}

const cut = (name: string, end = ""): string => asLevelName(name.slice(0, 40 - end.length) + end);

function wantedName({ policy, behind }: Granting, stem: string): string {
    const group = behind?.kind === "pushed" ? behind.source.name : behind?.name;
    const after = [group, groupNameIn(policy.name)]
        .filter((name) => name?.startsWith(`${stem}-`))
        .map((name) => name?.slice(stem.length + 1) ?? "");
    const exact = after.find((name) => levelName.safeParse(name).success);
    return exact ?? (asLevelName(group ?? policy.name) || "level");
}
