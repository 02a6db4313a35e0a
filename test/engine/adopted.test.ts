import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { administratorOf } from "../support/administrator";
import { SpaceByHand } from "../tenant/support/space-by-hand";
import { adopt, loseState, programOfFiles, putSecret } from "./support/adopting";
import { inventoryOf, only } from "./support/inventory";
import { engineTestMs, place, type Scene, startScene, writesTo } from "./support/scene";

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
                "index.ts": programOfFiles,
                "platform.yaml": 'default: { privileges: manage, groupNames: ["*"] }\n',
                "teams/teams/payments.yaml": payments,
            },
            config: place,
        });
        await scene.up();
        const emptied = await putSecret(scene, "teams/payments/dev");
        await byTerraform();
        await byWorkflows();
        await putSecret(scene, "teams/cards");
        await loseState(scene);
        const atFirst = inventoryOf(scene.tenant);
        scene.tenant.clearRequests();

        await adopt(scene);
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
