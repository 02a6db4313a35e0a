import { isDeepStrictEqual } from "node:util";
import { checked } from "../../lifecycle/declared/check";
import { loginKey } from "../../okta/lookups/find-user";
import { spelledOut } from "../../opa/security-policy/declared/privileges";
import { foldersIn, type Team, teamSchema } from "../../team-secrets-space/declared/space-schema";

/** Whether two declarations of a team mean the same, however they are written. */
export function isSameTeam(name: string, one: unknown, other: unknown): boolean {
    const [first, second] = [one, other].map((value) => meaning(name, value));
    return first !== undefined && isDeepStrictEqual(first, second);
}

/** Undefined if it is not a declaration of a team. */
function meaning(name: string, value: unknown): object | undefined {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
    const { inputs, mistakes } = checked(teamSchema, { name, ...value });
    if (mistakes.length > 0) return undefined;
    const { access, folders, description = `Secrets of team ${name}`, ...team } = inputs as Team;
    const levels = Object.entries(access).map(([level, its]) => [level, sameIn(its)] as const);
    return {
        ...sameIn(team),
        description,
        groupName: team.members ? (team.groupName ?? `team-${name}`) : undefined,
        folderName: team.folderName ?? name,
        folders: foldersIn(folders),
        access: Object.fromEntries(levels),
    };
}

const sameIn = <One extends Pick<Team, "members" | "privileges">>({ members, privileges, ...rest }: One) => ({
    ...rest,
    ...(members ? { members: members.map(loginKey).sort() } : {}),
    privileges: spelledOut(privileges),
});
