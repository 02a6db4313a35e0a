import { Config, RunError } from "@pulumi/pulumi";
import { checked, type Mistake, mistakesInWords } from "../lifecycle/check";
import { messageOf } from "../lifecycle/unfinished";
import { programConfig } from "../program-config";
import { collisions } from "./collisions";
import type { DeclaredTeam } from "./declared-team";
import { defaultPlace, type Place } from "./place";
import { findPrerequisites, PrerequisitesMissing } from "./prerequisites";
import { groupNameFor, teamSchema } from "./space-schema";

/**
 * The teams that the stack configuration declares under `teams`, checked: first each on its own, then read-only against
 * what Okta and OPA have. Throws one RunError with every mistake, before anything is created.
 */
export async function declaredTeams(): Promise<readonly DeclaredTeam[]> {
    const teams = teamsIn(new Config().getObject<unknown>("teams"), defaultPlace(programConfig));
    const found = await Promise.allSettled(
        teams.map((team) =>
            findPrerequisites({ ...team, groupName: team.groupName ?? groupNameFor(team.name) }, programConfig),
        ),
    );
    const mistakes = found.flatMap((result, index) =>
        result.status === "rejected" ? lacking(result.reason, index) : [],
    );
    refuse(mistakes);
    return teams;
}

/** The teams in a configuration value, in `place` by default. Throws RunError with every mistake that needs no network to see. */
export function teamsIn(value: unknown, place: Place): readonly DeclaredTeam[] {
    if (!Array.isArray(value)) {
        refuse([
            { property: "teams", reason: 'is not a list of teams. Write "- name: payments" with "members:" below it.' },
        ]);
        return [];
    }
    const results = value.map((team: unknown) =>
        checked(teamSchema, typeof team === "object" && team !== null ? { ...team } : { name: team }),
    );
    const mistakes = results.flatMap((result, index) => result.mistakes.map((mistake) => inTeam(index, mistake)));
    refuse([...mistakes, ...collisions(results.map(({ inputs }) => ({ ...place, ...inputs })))]);
    return results.map(({ inputs }) => teamSchema.parse(inputs));
}

function lacking(reason: unknown, index: number): Mistake[] {
    if (reason instanceof PrerequisitesMissing) return reason.mistakes.map((mistake) => inTeam(index, mistake));
    throw new RunError(messageOf(reason));
}

const inTeam = (index: number, { property, reason }: Mistake): Mistake => ({
    property: `teams[${index}].${property}`,
    reason,
});

function refuse(mistakes: readonly Mistake[]): void {
    if (mistakes.length === 0) return;
    throw new RunError(
        mistakesInWords("The teams in the stack configuration are not valid; nothing was changed:", mistakes),
    );
}
