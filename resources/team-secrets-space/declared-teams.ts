import { Config } from "@pulumi/pulumi";
import { type Mistake, mistakesInWords } from "../lifecycle/mistake";
import { messageOf } from "../lifecycle/unfinished";
import { programConfig } from "../program-config";
import type { DeclaredTeam } from "./declared-team";
import { asDeclared, groupNameFor } from "./names";
import { defaultPlace } from "./place";
import { findPrerequisites, PrerequisitesMissing } from "./prerequisites";
import { programError } from "./program-error";
import { inTeam, noTeamsKey, teamsIn } from "./teams-in";

/**
 * The teams that the stack configuration declares under `teams`, checked: each on its own and with each other, and read-only
 * against what Okta and OPA have. Throws one RunError with every mistake, before anything is created. That there are none is
 * a mistake, too, unless `pulumi-okta-opa:noTeams` is true: without teams, everything that was made for them is deleted.
 */
export async function declaredTeams(): Promise<readonly DeclaredTeam[]> {
    const { teams, mistakes } = teamsIn(configured(), defaultPlace(programConfig), programConfig.get(noTeamsKey));
    const found = await Promise.allSettled(
        teams.map(async (team) => {
            const groupName = team && (team.groupName ?? groupNameFor(team.name));
            return groupName && findPrerequisites({ ...team, groupName }, programConfig);
        }),
    );
    const failures = found.map((result) => (result.status === "rejected" ? (result.reason as unknown) : undefined));
    refuse([...mistakes, ...failures.flatMap((failure, index) => missingIn(failure, index, teams[index]))]);
    const failure = failures.find((one) => one !== undefined);
    if (failure) throw programError(messageOf(failure));
    return teams.filter((team) => team !== undefined);
}

function configured(): unknown {
    const config = new Config();
    try {
        return config.getObject<unknown>("teams");
    } catch {
        // A text, which is no list of teams: said with everything else.
        return config.get("teams");
    }
}

function missingIn(failure: unknown, index: number, team: object = {}): readonly Mistake[] {
    if (!(failure instanceof PrerequisitesMissing)) return [];
    return failure.mistakes.map(({ property, reason }) =>
        inTeam(index, { property: asDeclared(property, { ...team }), reason }),
    );
}

function refuse(mistakes: readonly Mistake[]): void {
    if (mistakes.length === 0) return;
    const each = [...new Map(mistakes.map((one) => [`${one.property} ${one.reason}`, one])).values()];
    throw programError(
        mistakesInWords("The teams in the stack configuration are not valid; nothing was changed:", each),
    );
}
