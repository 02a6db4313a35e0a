import assert from "node:assert/strict";
import { only } from "./support/inventory";
import { library } from "./support/project-files";
import { engineTestMs, payments, type Scene, startScene, startTeams, writesTo } from "./support/scene";

describe("a group push mapping, on the real engine", function () {
    this.timeout(engineTestMs);
    let scene: Scene;

    afterEach(() => scene.close());

    it("whose push fails stays in state, says where the reason is, and is finished by the next up", async () => {
        scene = await startTeams([payments]);
        scene.tenant.failPush({ group: "team-payments", outcome: "error" });

        const told = await scene.fail("up", "--yes", "--skip-preview");
        const [failed] = scene.tenant.store.mappings.values();
        const { id, status } = { ...failed };
        const again = await scene.up();
        await scene.succeed("preview", "--refresh", "--run-program", "--expect-no-changes");

        assert.equal(status, "ERROR");
        assert.match(told, /System Log/);
        assert.doesNotMatch(told, /\n\s+at .*:\d+:\d+/);
        const mapping = only(scene.tenant.store.mappings.values(), () => true);
        assert.equal(mapping.id, id, again);
        assert.equal(mapping.status, "ACTIVE");
    });

    it("that takes its time says what it waits for and until when", async () => {
        scene = await startTeams([payments]);
        scene.tenant.settings.pushDelayMs = 5000;

        const told = await scene.up();

        assert.match(told, /waiting up to \d+ s for the push of group push mapping gPm\S+ \(until \d\d:\d\d:\d\d\)/);
    });

    it("that somebody made by hand is adopted when that is declared, and then nothing is left to do", async () => {
        scene = await startScene({ program: { "index.ts": adoption } });
        const { tenant, administrator } = scene;
        const group = (await administrator.okta("POST", "/api/v1/groups", { profile: { name: "by-hand" } })) as {
            id: string;
        };
        const path = `/api/v1/apps/${tenant.opaAppId}/group-push/mappings`;
        const made = { sourceGroupId: group.id, targetGroupName: "by-hand" };
        const { id } = (await administrator.okta("POST", path, made)) as { id: string };
        tenant.clock.flush();
        await administrator.okta("PATCH", `${path}/${id}`, { status: "INACTIVE" });
        const { targetGroupId } = only(tenant.store.mappings.values(), () => true);
        await scene.succeed("config", "set", "appId", tenant.opaAppId);
        await scene.succeed("config", "set", "groupId", group.id);
        await scene.succeed("config", "set", "onExistingMapping", "fail");
        const refusal = await scene.fail("up", "--yes", "--skip-preview");
        await scene.succeed("config", "set", "onExistingMapping", "adopt");

        await scene.up();
        tenant.clearRequests();
        await scene.succeed("preview", "--refresh", "--run-program", "--expect-no-changes");

        assert.ok(refusal.includes(id), refusal);
        assert.match(refusal, /INACTIVE/);
        const mapping = only(tenant.store.mappings.values(), () => true);
        assert.deepEqual([mapping.id, mapping.targetGroupId, mapping.status], [id, targetGroupId, "ACTIVE"]);
        assert.deepEqual(writesTo(tenant), []);
    });
});

const adoption = `
import { Config } from "@pulumi/pulumi";
import { GroupPushMapping } from ${JSON.stringify(library)};

const config = new Config();
new GroupPushMapping("by-hand", {
    appId: config.require("appId"),
    sourceGroupId: config.require("groupId"),
    targetGroupName: "by-hand",
    onExistingMapping: config.require("onExistingMapping"),
    onExistingTarget: "link",
});
`;
