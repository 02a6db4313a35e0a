import { declaredTeams, TeamSecretsSpace } from "pulumi-okta-opa";

/** Makes a secrets space for each team that has a file in teams/<area>/. */
async function program() {
    const teams = await declaredTeams({ files: "teams" });
    const spaces = teams.map(({ name, ...team }) => ({ name, space: new TeamSecretsSpace(name, team) }));
    return {
        teams: Object.fromEntries(
            spaces.map(({ name, space: { groupName, folderPath, policyName } }) => [
                name,
                { group: groupName, folder: folderPath, policy: policyName },
            ]),
        ),
    };
}

export = program;
