import { Config } from "@pulumi/pulumi";
import { checked } from "../lifecycle/check";
import { type Mistake, mistakesInWords } from "../lifecycle/mistake";
import { messageOf } from "../lifecycle/unfinished";
import { programConfig } from "../program-config";
import { collisions } from "./collisions";
import type { DeclaredTeam } from "./declared-team";
import { defaultPlace, type Place } from "./place";
import { findPrerequisites, PrerequisitesMissing } from "./prerequisites";
import { programError } from "./program-error";
import { groupNameFor, teamSchema } from "./space-schema";

/**
 * The teams that the stack configuration declares under `teams`, checked: each on its own and with each other, and read-only
 * against what Okta and OPA have. Throws one RunError with every mistake, before anything is created.
 */
export async function declaredTeams(): Promise<readonly DeclaredTeam[]> {
    const { teams, mistakes } = teamsIn(new Config().getObject<unknown>("teams"), defaultPlace(programConfig));
    const found = await Promise.allSettled(
        teams.map(async (team) => {
            const groupName = team && (team.groupName ?? groupNameFor(team.name));
            return groupName && findPrerequisites({ ...team, groupName }, programConfig);
        }),
    );
    const failures = found.map((result) => (result.status === "rejected" ? (result.reason as unknown) : undefined));
    refuse([...mistakes, ...failures.flatMap(missingIn)]);
    const failure = failures.find((one) => one !== undefined);
    if (failure) throw programError(messageOf(failure));
    return teams.filter((team) => team !== undefined);
}

/** The teams in a configuration value, `place` by default, and every mistake that needs no network to see. */
export function teamsIn(
    value: unknown,
    place: Place,
): {
    /** In their order; undefined in place of one that is not declared rightly. */
    readonly teams: readonly (DeclaredTeam | undefined)[];
    readonly mistakes: readonly Mistake[];
} {
    if (!Array.isArray(value)) {
        const reason = 'is not a list of teams. Write "- name: payments" with "members:" below it.';
        return { teams: [], mistakes: [{ property: "teams", reason }] };
    }
    const results = value.map((team: unknown) =>
        checked(teamSchema, typeof team === "object" && team !== null ? { ...team } : { name: team }),
    );
    return {
        teams: results.map(({ inputs, mistakes }) => (mistakes.length > 0 ? undefined : teamSchema.parse(inputs))),
        mistakes: [
            ...results.flatMap(({ mistakes }, index) => mistakes.map((mistake) => inTeam(index, mistake))),
            ...collisions(results.map(({ inputs }) => ({ ...place, ...inputs }))),
        ],
    };
}

function missingIn(failure: unknown, index: number): readonly Mistake[] {
    return failure instanceof PrerequisitesMissing ? failure.mistakes.map((mistake) => inTeam(index, mistake)) : [];
}

/** What stands in the stack configuration for all teams is not of one team. */
function inTeam(index: number, { property, reason }: Mistake): Mistake {
    return { property: property.includes(":") ? property : `teams[${index}].${property}`, reason };
}

function refuse(mistakes: readonly Mistake[]): void {
    if (mistakes.length === 0) return;
    const each = [...new Map(mistakes.map((one) => [`${one.property} ${one.reason}`, one])).values()];
    throw programError(
        mistakesInWords("The teams in the stack configuration are not valid; nothing was changed:", each),
    );
}
