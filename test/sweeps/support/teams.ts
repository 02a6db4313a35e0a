import { TeamSecretsSpace, type TeamSecretsSpaceArgs } from "../../../resources";
import type { Program } from "../../support/stack/program";

/** Teams by the names of their spaces. */
export type Teams = Readonly<Record<string, TeamOfPeople>>;

/** A space that names its people. */
export type TeamOfPeople = Extract<TeamSecretsSpaceArgs, { readonly members: unknown }>;

/** Where the seeded organisation has room for teams. */
export const place = { resourceGroup: "platform", project: "team-secrets", parentFolder: "teams" };

export const twoTeams: Teams = {
    payments: { ...place, members: ["ana@example.com", "ben@example.com"] },
    search: { ...place, members: ["chloe@example.com"] },
};

/** A program of one space for each team. */
export function spacesOf(teams: Teams): Program {
    return () => {
        for (const [name, args] of Object.entries(teams)) new TeamSecretsSpace(name, args);
    };
}
