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

    it("to a group that the app has is linked to it when that is declared, and leaves it there when it goes", async () => {
        scene = await startScene({ program: { "index.ts": adoption } });
        const { tenant, administrator } = scene;
        const group = async (name: string) =>
            (await administrator.okta("POST", "/api/v1/groups", { profile: { name } })) as { readonly id: string };
        const path = `/api/v1/apps/${tenant.opaAppId}/group-push/mappings`;
        const made = { sourceGroupId: (await group("by-hand")).id, targetGroupName: "by-hand" };
        const { id } = (await administrator.okta("POST", path, made)) as { readonly id: string };
        tenant.clock.flush();
        const target = only(tenant.store.mappings.values(), () => true).targetGroupId;
        await administrator.okta("PATCH", `${path}/${id}`, { status: "INACTIVE" });
        await administrator.okta("DELETE", `${path}/${id}?deleteTargetGroup=false`);
        tenant.clock.flush();
        const declared = { "scratch:appId": tenant.opaAppId, "scratch:groupId": (await group("cards")).id };
        scene.configure({ ...declared, "scratch:onExistingTarget": "fail" });
        const refusal = await scene.fail("up", "--yes", "--skip-preview");
        scene.configure(declared);

        await scene.up();
        await scene.succeed("preview", "--refresh", "--run-program", "--expect-no-changes");
        const linked = only(tenant.store.mappings.values(), () => true).targetGroupId;
        await scene.succeed("destroy", "--yes", "--skip-preview");

        assert.match(refusal, /Declare onExistingTarget: "link" if the group is yours/);
        assert.equal(linked, target);
        assert.equal(tenant.store.mappings.size, 0);
        assert.ok(tenant.store.groups.has(target));
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
    onExistingMapping: (config.get("onExistingMapping") ?? "fail") as "adopt" | "fail",
    onExistingTarget: (config.get("onExistingTarget") ?? "link") as "fail" | "link",
});
`;
