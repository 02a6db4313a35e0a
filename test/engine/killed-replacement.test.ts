import assert from "node:assert/strict";
import { library } from "./support/project-files";
import { arrivalOf, engineTestMs, type Scene, startScene } from "./support/scene";

describe("a replacement that is killed, on the real engine", function () {
    this.timeout(engineTestMs);
    let scene: Scene;

    afterEach(() => scene.close());

    for (const [method, path] of [
        ["POST", /group-push\/mappings$/],
        ["DELETE", /group-push\/mappings\/\w+$/],
    ] as const) {
        it(`at its ${method} is finished by the next run, with the target group it had`, async () => {
            scene = await startScene({ program: { "index.ts": program } });
            const { tenant, administrator } = scene;
            const groupCalled = async (name: string) =>
                ((await administrator.okta("POST", "/api/v1/groups", { profile: { name } })) as { id: string }).id;
            const [before, after] = [await groupCalled("cards"), await groupCalled("cards-new")];
            await scene.succeed("config", "set", "appId", tenant.opaAppId);
            await scene.succeed("config", "set", "groupId", before);
            await scene.up();
            const targets = [...tenant.store.mappings.values()].map(({ targetGroupId }) => targetGroupId);
            await scene.succeed("config", "set", "groupId", after);
            tenant.clearRequests();
            tenant.fail({ method, path, delayMs: 600_000 });

            await scene.killedDuring(arrivalOf(tenant, method, path), "up", "--yes", "--skip-preview");
            tenant.clock.flush();
            await scene.succeed("cancel", "--yes");
            await scene.up();
            await scene.succeed("preview", "--refresh", "--run-program", "--expect-no-changes");
            const mappings = [...tenant.store.mappings.values()];

            assert.deepEqual(
                mappings.map(({ sourceGroupId, targetGroupId }) => [sourceGroupId, targetGroupId]),
                [[after, targets[0]]],
            );
        });
    }
});

const program = `
import { Config } from "@pulumi/pulumi";
import { GroupPushMapping } from ${JSON.stringify(library)};

const config = new Config();
new GroupPushMapping("push", {
    appId: config.require("appId"),
    sourceGroupId: config.require("groupId"),
    targetGroupName: "cards",
});
`;
