import assert from "node:assert/strict";
import { only } from "./support/inventory";
import { engineTestMs, payments, type Scene, startTeams, writesTo } from "./support/scene";

describe("what must not be lost, on the real engine", function () {
    this.timeout(engineTestMs);
    let scene: Scene;

    beforeEach(async () => {
        scene = await startTeams([payments]);
        await scene.up();
    });
    afterEach(() => scene.close());

    const folder = () => only(scene.tenant.store.folders.values(), ({ name }) => name === "payments");

    async function putSecret(): Promise<void> {
        const { id, resourceGroupId, projectId } = folder();
        const path = `/resource_groups/${resourceGroupId}/projects/${projectId}/secrets`;
        const secret = { name: "stripe-key", parent_folder_id: id, secret_jwe: "sealed" };
        await scene.administrator.opa("POST", path, secret);
    }

    it("survives destroy when a folder holds it, and the message says what is in the way and how to go on", async () => {
        await putSecret();

        const told = await scene.fail("destroy", "--yes", "--skip-preview");

        assert.equal(scene.tenant.store.secrets.size, 1);
        assert.equal(scene.tenant.store.pathOf(folder()), "teams/payments");
        assert.match(told, /teams\/payments/);
        assert.match(told, /1 secret/);
        assert.match(told, /deleteContents/);
        assert.match(told, /onDelete: "retain"/);
        assert.doesNotMatch(told, /\n\s+at .*:\d+:\d+/);
    });

    it("is not planned away when a role is: the refresh fails, says which right is missing, and plans nothing", async () => {
        const automation = only(scene.tenant.store.opaGroups.values(), ({ name }) => name === "automation");
        await scene.administrator.opa("PUT", "/groups/automation", { roles: [] });
        const state = await scene.state();
        scene.tenant.clearRequests();

        const told = await scene.fail("preview", "--refresh", "--run-program");

        assert.deepEqual(automation.roles, []);
        assert.match(told, /security_admin|resource_admin/);
        assert.doesNotMatch(told, /to create|to delete/);
        assert.deepEqual(writesTo(scene.tenant), []);
        assert.equal(await scene.state(), state);
    });
});
