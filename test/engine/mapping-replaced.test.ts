import assert from "node:assert/strict";
import { makeApp } from "../../tenant/store/make-okta";
import { library } from "./support/project-files";
import { engineTestMs, type Scene, startScene } from "./support/scene";

describe("a push whose replacement fails, on the real engine", function () {
    this.timeout(engineTestMs);
    let scene: Scene;

    afterEach(() => scene.close());

    for (const end of ["the change taken back", "a destroy"]) {
        it(`after the deletion ends well with ${end}`, async () => {
            scene = await deployed();
            const { tenant } = scene;
            tenant.fail({ method: "POST", path: /group-push\/mappings$/, status: 403 });
            await scene.succeed("config", "set", "target", "other");
            assert.match(await scene.fail("up", "--yes", "--skip-preview"), /403/);
            assert.equal(tenant.store.mappings.size, 0);
            assert.deepEqual(await pushesInState(scene), ["pending replacement"]);

            if (end === "a destroy") {
                await scene.succeed("destroy", "--yes", "--skip-preview");
                assert.equal(tenant.store.mappings.size, 0);
                return;
            }
            await scene.succeed("config", "set", "target", "cards");
            await scene.up();

            assert.deepEqual(await pushesInState(scene), ["live"]);
            await scene.succeed("preview", "--refresh", "--run-program", "--expect-no-changes");
            await scene.succeed("destroy", "--yes", "--skip-preview");
            assert.equal(tenant.store.mappings.size, 0);
        });
    }

    it("because its name is taken is still there, and pushes", async () => {
        scene = await deployed();
        const { tenant, administrator } = scene;
        const owner = (await administrator.okta("POST", "/api/v1/groups", { profile: { name: "taken" } })) as Id;
        const theirs = { sourceGroupId: owner.id, targetGroupName: "taken", status: "ACTIVE" };
        await administrator.okta("POST", `/api/v1/apps/${tenant.opaAppId}/group-push/mappings`, theirs);
        tenant.clock.flush();
        const before = [...tenant.store.mappings.values()];
        await scene.succeed("config", "set", "target", "taken");

        const failed = await scene.fail("up", "--yes", "--skip-preview");

        assert.match(failed, /The mapping was not replaced, and pushes on as before\./);
        assert.deepEqual([...tenant.store.mappings.values()], before);
        assert.deepEqual(await pushesInState(scene), ["live"]);
        await scene.succeed("config", "set", "target", "cards");
        await scene.succeed("preview", "--refresh", "--run-program", "--expect-no-changes");
    });
});

describe("a push whose app was deleted and made anew, on the real engine", function () {
    this.timeout(engineTestMs);
    let scene: Scene;

    afterEach(() => scene.close());

    it("moves to the new app in one run, without any surgery on state", async () => {
        scene = await deployed();
        const { tenant } = scene;
        const anew = deletedAndMadeAnew(scene);
        await scene.succeed("config", "set", "appId", anew);

        await scene.up();

        assert.deepEqual(await pushesInState(scene), ["live"]);
        assert.deepEqual(
            [...tenant.store.mappings.values()].map(({ appId }) => appId),
            [anew],
        );
        await scene.succeed("preview", "--refresh", "--run-program", "--expect-no-changes");
    });

    it("is taken out of state by a refresh", async () => {
        scene = await deployed();
        deletedAndMadeAnew(scene);

        await scene.succeed("refresh", "--yes", "--skip-preview");

        assert.deepEqual(await pushesInState(scene), []);
    });
});

interface Id {
    readonly id: string;
}

async function deployed(): Promise<Scene> {
    const scene = await startScene({ program: { "index.ts": program } });
    const { tenant, administrator } = scene;
    const group = (await administrator.okta("POST", "/api/v1/groups", { profile: { name: "cards" } })) as Id;
    await scene.succeed("config", "set", "appId", tenant.opaAppId);
    await scene.succeed("config", "set", "groupId", group.id);
    await scene.up();
    return scene;
}

/** Deletes the app by hand with all that is its own. Returns the id of the one in its place. */
function deletedAndMadeAnew({ tenant: { store, clock, opaAppId } }: Scene): string {
    const app = store.apps.get(opaAppId);
    assert.ok(app);
    store.apps.delete(opaAppId);
    for (const mapping of [...store.mappings.values()]) store.mappings.delete(mapping.id);
    for (const group of [...store.groups.values()]) if (group.appId === opaAppId) store.groups.delete(group.id);
    const pushed = [...store.opaGroups.values()].filter(({ pushedAs }) => pushedAs !== undefined);
    for (const group of pushed) store.opaGroups.delete(group.id);
    const { name, label, features } = app;
    return makeApp(store, clock.nowMs(), { name, label, features }).id;
}

/** What state has of pushes. */
async function pushesInState(scene: Scene): Promise<readonly string[]> {
    const { stdout } = await scene.succeed("stack", "export");
    const { deployment } = JSON.parse(stdout) as {
        deployment: { resources?: { type: string; pendingReplacement?: boolean; delete?: boolean }[] };
    };
    return (deployment.resources ?? [])
        .filter(({ type }) => type.endsWith("GroupPushMapping"))
        .map((one) => (one.pendingReplacement ? "pending replacement" : one.delete ? "to be deleted" : "live"));
}

const program = `
import { Config } from "@pulumi/pulumi";
import { GroupPushMapping } from ${JSON.stringify(library)};

const config = new Config();
new GroupPushMapping("push", {
    appId: config.require("appId"),
    sourceGroupId: config.require("groupId"),
    targetGroupName: config.get("target") ?? "cards",
});
`;
