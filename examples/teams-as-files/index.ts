import { declaredTeams, TeamSecretsSpace } from "pulumi-okta-opa";

async function spaces() {
    const teams = await declaredTeams({ files: "teams" });
    return teams.map(({ name, ...team }) => new TeamSecretsSpace(name, team));
}

export const folders = spaces().then((all) => all.map(({ folderPath }) => folderPath));
