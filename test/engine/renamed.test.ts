import assert from "node:assert/strict";
import { checkout } from "../../cli/demo/checkout";
import { engineTestMs, startScene, writesTo } from "./support/scene";

describe("resources that get other names in the program, on the real engine", function () {
    this.timeout(engineTestMs);

    it("keep their objects: the new names take them over, and the old ones leave them alone", async () => {
        const scene = await startScene({ program: { "index.ts": program } });
        const { store } = scene.tenant;
        const group = (await scene.administrator.okta("POST", "/api/v1/groups", { profile: { name: "cards" } })) as {
            id: string;
        };
        const objects = () => [...store.mappings.keys(), ...store.folders.keys(), ...store.policies.keys()];
        await scene.succeed("config", "set", "appId", scene.tenant.opaAppId);
        await scene.succeed("config", "set", "groupId", group.id);
        await scene.succeed("config", "set", "prefix", "before");
        await scene.up();
        const before = objects();
        scene.tenant.clearRequests();

        await scene.succeed("config", "set", "prefix", "after");
        const told = await scene.up();
        const writes = writesTo(scene.tenant);
        await scene.succeed("preview", "--refresh", "--run-program", "--expect-no-changes");
        await scene.close();

        assert.deepEqual(objects(), before);
        assert.deepEqual(writes, []);
        assert.equal(new Set(told.match(/Kept \S+: another resource of this program manages it now/g)).size, 3, told);
    });
});

const program = `
import { Config } from "@pulumi/pulumi";
import { GroupPushMapping, OpaSecretFolder, OpaSecurityPolicy } from ${JSON.stringify(`${checkout}/resources`)};

const config = new Config();
const name = (what: string) => config.require("prefix") + "-" + what;
const mapping = new GroupPushMapping(name("push"), {
    appId: config.require("appId"),
    sourceGroupId: config.require("groupId"),
    targetGroupName: "cards",
    deleteTargetGroupOnDestroy: true,
});
const folder = new OpaSecretFolder(name("folder"), {
    resourceGroup: "platform",
    project: "team-secrets",
    parentFolder: "teams",
    name: "cards",
});
new OpaSecurityPolicy(
    name("policy"),
    {
        name: "cards secrets",
        resourceGroup: "platform",
        principals: { userGroups: [{ name: "cards" }] },
        rules: [{ name: "cards", secretFolderId: folder.id, privileges: ["read"] }],
    },
    { dependsOn: [mapping] },
);
`;
