import { TeamSecretsSpace, type TeamSecretsSpaceArgs } from "../../../resources";
import type { Program } from "../../support/stack/program";

/** Teams by the names of their spaces. */
export type Teams = Readonly<Record<string, Team>>;

/** A space as sweeps declare it: with plain values, so that a witness can read them. */
export type Team = TeamSecretsSpaceArgs;

/** A space that names its people. */
export type TeamOfPeople = Extract<TeamSecretsSpaceArgs, { readonly members: unknown }>;

/** Where the seeded organisation has room for teams. */
export const place = { resourceGroup: "platform", project: "team-secrets", parentFolder: "teams" };

export const twoTeams: Teams = {
    payments: { ...place, members: ["ana@example.com", "ben@example.com"] },
    search: { ...place, members: ["chloe@example.com"] },
};

/** A group that Okta has, with two people. Other stacks may push it too. */
export const sharedGroup = { name: "OnCall", people: ["dario@example.com", "emma@example.com"] };

/** Spaces with levels, folders inside, and a group that Okta has: one team is it, the other lets it in at a level. */
export const teamsWithLevels: Teams = {
    payments: {
        ...{ ...place, members: ["ana@example.com", "ben@example.com"], folders: ["prod/eu"] },
        access: {
            oncall: { group: sharedGroup.name, folder: "prod/eu", privileges: "reveal", conditions: { mfa: "any" } },
            owners: { members: ["chloe@example.com"], privileges: "manage" },
        },
    },
    search: { ...place, group: sharedGroup.name },
};

/** The same without any of that. */
export const teamsWithout: Teams = {
    payments: { ...place, members: ["ana@example.com", "ben@example.com"] },
};

/** A program of one space for each team. */
export function spacesOf(teams: Teams): Program {
    return () => {
        for (const [name, args] of Object.entries(teams)) new TeamSecretsSpace(name, args);
    };
}
