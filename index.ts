import { declaredTeams, TeamSecretsSpace } from "./resources";

/** Makes a secrets space for each team that the stack configuration declares. */
async function program() {
    const teams = await declaredTeams();
    const spaces = teams.map(({ name, ...space }) => ({ name, space: new TeamSecretsSpace(name, space) }));
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
