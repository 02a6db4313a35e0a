import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { checkout } from "../../cli/demo/checkout";
import { administratorOf } from "../support/administrator";
import { SpaceByHand } from "../tenant/support/space-by-hand";
import { engineEnvironment } from "./support/engine-environment";
import { inventoryOf, only } from "./support/inventory";
import { library } from "./support/project-files";
import { runCommand } from "./support/run-command";
import { engineTestMs, place, type Scene, startScene, writesTo } from "./support/scene";

const program = `
import { declaredTeams, TeamSecretsSpace } from ${JSON.stringify(library)};

export = async () => {
    for (const { name, ...space } of await declaredTeams({ files: "teams" })) new TeamSecretsSpace(name, space);
};
`;

const payments = `members: [ana@example.com, ben@example.com]
folders: [dev, prod/eu]
access:
  owners: { members: [ana@example.com], privileges: manage }
`;

const contribute = ["list", "folder_create", "secret_create", "secret_update", "secret_reveal"];

describe("teams that adopt finds, on the real engine", function () {
    this.timeout(2 * engineTestMs);
    let scene: Scene;
    afterEach(() => scene.close());

    /** Runs the command in the project's folder, as people do. */
    async function adopt() {
        const args = ["adopt", "--stack", "dev", "--write", "teams"];
        const command = [require.resolve("tsx/cli"), join(checkout, "cli", "main.ts"), ...args];
        const env = { ...engineEnvironment(dirname(scene.folder)), ...scene.tenant.environment };
        const { code, stdout, stderr } = await runCommand(process.execPath, command, {
            ...{ cwd: scene.folder, env },
            timeoutMs: 120_000,
        });
        assert.equal(code, 0, stdout + stderr);
        return stdout + stderr;
    }

    async function secretIn(path: string): Promise<() => Promise<unknown>> {
        const { store } = scene.tenant;
        const folder = only(store.folders.values(), (one) => store.pathOf(one) === path);
        const secrets = `/resource_groups/${folder.resourceGroupId}/projects/${folder.projectId}/secrets`;
        const body = { name: "key", parent_folder_id: folder.id, secret_jwe: "sealed" };
        const { id } = (await scene.administrator.opa("POST", secrets, body)) as { id: string };
        return () => scene.administrator.opa("DELETE", `${secrets}/${id}`);
    }

    /** As Terraform's providers make it: one name for the group and what is pushed, descriptions that say so. */
    async function byTerraform() {
        const hand = new SpaceByHand(scene.tenant);
        const group = await hand.makeGroup(
            "cards-secrets",
            ["ana@example.com", "ben@example.com"],
            "Managed by Terraform",
        );
        await hand.push(group, "cards-secrets");
        scene.tenant.clock.flush();
        const folder = await hand.makeFolder("cards", "teams", "Managed by Terraform");
        const mfa = { re_auth_frequency_in_seconds: 1800, acr_values: "urn:okta:loa:2fa:any" };
        const conditions = [{ condition_type: "mfa", condition_value: { _type: "mfa", ...mfa } }];
        await hand.allow("cards-secrets", folder, contribute, "cards-policy", conditions);
    }

    /** As a flow makes it: the group of the app was imported before, and is linked. */
    async function byWorkflows() {
        const hand = new SpaceByHand(scene.tenant);
        const { okta } = administratorOf(scene.tenant);
        const mappings = `/api/v1/apps/${scene.tenant.opaAppId}/group-push/mappings`;
        const former = await hand.makeGroup("importing", []);
        const imported = await hand.push(former, "team-wallet");
        scene.tenant.clock.flush();
        const targetGroupId = only(scene.tenant.store.mappings.values(), ({ id }) => id === imported).targetGroupId;
        await hand.stopPush(imported);
        await okta("DELETE", `${mappings}/${imported}?deleteTargetGroup=false`);
        await okta("DELETE", `/api/v1/groups/${former}`);
        const sourceGroupId = await hand.makeGroup("team-wallet", ["farid@example.com"], "");
        await okta("POST", mappings, { sourceGroupId, targetGroupId, status: "ACTIVE" });
        scene.tenant.clock.flush();
        const folder = await hand.makeFolder("wallet", "teams");
        await hand.allow("team-wallet", folder, ["list", "secret_reveal"], "wallet people");
    }

    it("are taken over with those of a lost state, without a write, and the next preview is empty", async () => {
        scene = await startScene({
            program: {
                "index.ts": program,
                "platform.yaml": 'default: { privileges: manage, groupNames: ["*"] }\n',
                "teams/teams/payments.yaml": payments,
            },
            config: place,
        });
        await scene.up();
        const emptied = await secretIn("teams/payments/dev");
        await byTerraform();
        await byWorkflows();
        await secretIn("teams/cards");
        await scene.succeed("stack", "rm", "--yes", "--force", "--preserve-config");
        const atFirst = inventoryOf(scene.tenant);
        scene.tenant.clearRequests();

        await scene.succeed("stack", "init", "dev");
        await adopt();
        assert.deepEqual(readdirSync(join(scene.folder, "teams", "teams")).sort(), [
            "cards.yaml",
            "payments.yaml",
            "wallet.yaml",
        ]);
        assert.equal(readFileSync(join(scene.folder, "teams", "teams", "payments.yaml"), "utf8"), payments);
        await scene.succeed("config", "set", "pulumi-okta-opa:existing", "existing.yaml");
        await scene.succeed("preview");
        await scene.succeed("up", "--yes");
        await scene.succeed("preview", "--expect-no-changes");
        await scene.succeed("refresh", "--yes", "--run-program", "--expect-no-changes");

        assert.deepEqual(writesTo(scene.tenant), []);
        assert.deepEqual(inventoryOf(scene.tenant), atFirst);

        const { store } = scene.tenant;
        const file = join(scene.folder, "teams", "teams", "cards.yaml");
        writeFileSync(file, readFileSync(file, "utf8").replace(/.*ben@example\.com.*\n/, ""));
        await scene.up();
        const cards = only(
            store.groups.values(),
            ({ name, type }) => name === "cards-secrets" && type === "OKTA_GROUP",
        );
        assert.deepEqual([...store.membersOf(cards.id)], [store.userWithLogin("ana@example.com")?.id]);

        await emptied();
        await scene.succeed("destroy", "--yes", "--skip-preview");
        assert.deepEqual([...store.folders.values()].map((one) => store.pathOf(one)).sort(), [
            "teams",
            "teams/cards",
            "teams/wallet",
        ]);
        assert.equal(store.secrets.size, 1);
    });
});
