import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { checkout } from "../../../cli/demo/checkout";
import { engineEnvironment } from "./engine-environment";
import { only } from "./inventory";
import { library } from "./project-files";
import { runCommand } from "./run-command";
import { type Scene, said } from "./scene";

/** The program of a project whose teams are declared in files. */
export const programOfFiles = `
import { declaredTeams, TeamSecretsSpace } from ${JSON.stringify(library)};

export = async () => {
    for (const { name, ...space } of await declaredTeams({ files: "teams" })) new TeamSecretsSpace(name, space);
};
`;

/** Runs `pulumi-okta-opa adopt` in the project's folder, as people do; the test fails unless it ends well. */
export async function adopt({ folder, tenant }: Scene): Promise<void> {
    const args = ["adopt", "--stack", "dev", "--write", "teams"];
    const command = [
        require.resolve("tsx/cli"),
        "--tsconfig",
        join(checkout, "tsconfig.json"),
        join(checkout, "cli/main.ts"),
    ];
    const env = { ...engineEnvironment(dirname(folder)), ...tenant.environment };
    const result = await runCommand(process.execPath, [...command, ...args], { cwd: folder, env, timeoutMs: 120_000 });
    assert.equal(result.code, 0, said(result));
}

/** Pulumi forgets all that the stack has. */
export async function loseState(scene: Scene): Promise<void> {
    await scene.succeed("stack", "rm", "--yes", "--force", "--preserve-config");
    await scene.succeed("stack", "init", "dev");
}

/** Puts a secret into the folder of this path; resolves with what deletes it. */
export async function putSecret({ tenant, administrator }: Scene, path: string): Promise<() => Promise<unknown>> {
    const { store } = tenant;
    const folder = only(store.folders.values(), (one) => store.pathOf(one) === path);
    const secrets = `/resource_groups/${folder.resourceGroupId}/projects/${folder.projectId}/secrets`;
    const body = { name: "key", parent_folder_id: folder.id, secret_jwe: "sealed" };
    const { id } = (await administrator.opa("POST", secrets, body)) as { id: string };
    return () => administrator.opa("DELETE", `${secrets}/${id}`);
}
