import assert from "node:assert/strict";
import { makeOpaGroup } from "../../tenant/store/make-opa";
import { library } from "./support/project-files";
import { engineTestMs, type Scene, startScene } from "./support/scene";

describe("two stacks that declare the same folder and policy, on the real engine", function () {
    this.timeout(engineTestMs);
    let scene: Scene;

    beforeEach(async () => {
        scene = await startScene({ program: { "index.ts": program } });
        makeOpaGroup(scene.tenant.store, "cards", [], ["ana@example.com"]);
        await scene.succeed("stack", "init", "prod", "--no-select");
        await scene.up("--stack", "dev");
    });
    afterEach(() => scene.close());

    const objects = () => [...scene.tenant.store.folders.keys(), ...scene.tenant.store.policies.keys()];
    const named = () => [
        ...[...scene.tenant.store.folders.values()].filter(({ name }) => name === "cards").map(() => "folder"),
        ...[...scene.tenant.store.policies.values()].filter(({ name }) => name === "cards secrets").map(() => "policy"),
    ];

    it("leave the objects to the first, which the second is told of", async () => {
        const before = objects();

        const told = await scene.fail("up", "--yes", "--skip-preview", "--stack", "prod");
        await scene.succeed("destroy", "--yes", "--skip-preview", "--stack", "prod");

        assert.match(told, /is managed by resource "folder" of stack scratch\/dev/);
        assert.deepEqual(objects(), before);
        await scene.succeed("preview", "--refresh", "--run-program", "--expect-no-changes", "--stack", "dev");
        await scene.succeed("destroy", "--yes", "--skip-preview", "--stack", "dev");
        assert.deepEqual(named(), []);
    });

    it("hand them over where the second adopts them: the destroy of the first leaves them, that of the second keeps the folder", async () => {
        const before = objects();
        await scene.succeed("config", "set", "onExisting", "adopt", "--stack", "prod");
        await scene.up("--stack", "prod");

        const first = await scene.succeed("destroy", "--yes", "--skip-preview", "--stack", "dev");
        assert.match(first.stdout, /Kept secret folder .*: resource "folder" of stack scratch\/prod manages it now/);
        assert.match(first.stdout, /Kept security policy .*: resource "policy" of stack scratch\/prod manages it now/);
        assert.deepEqual(objects(), before);
        await scene.succeed("preview", "--refresh", "--run-program", "--expect-no-changes", "--stack", "prod");
        const second = await scene.succeed("destroy", "--yes", "--skip-preview", "--stack", "prod");

        assert.match(second.stdout, /Kept secret folder teams\/cards .*: it was adopted/);
        assert.deepEqual(named(), ["folder"]);
    });
});

const program = `
import { Config } from "@pulumi/pulumi";
import { OpaSecretFolder, OpaSecurityPolicy } from ${JSON.stringify(library)};

const onExisting = new Config().get("onExisting") as "adopt" | undefined;
const folder = new OpaSecretFolder("folder", {
    resourceGroup: "platform",
    project: "team-secrets",
    parentFolder: "teams",
    name: "cards",
    onExisting,
});
new OpaSecurityPolicy("policy", {
    name: "cards secrets",
    resourceGroup: "platform",
    principals: { userGroups: [{ name: "cards" }] },
    rules: [{ name: "cards", secretFolderId: folder.id, privileges: ["reveal"] }],
    onExisting,
});
`;
