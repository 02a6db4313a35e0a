import assert from "node:assert/strict";
import { library } from "./support/project-files";
import { engineTestMs, payments, said, startScene, startTeams } from "./support/scene";

/** What a refresh line shows as different, resource by resource. */
const differences = (text: string): readonly string[] => [
    ...new Set(
        [...text.matchAll(/(\S+) refresh(?:ing)? +\[diff: ([^\]]+)\]/g)].map(([, name, diff]) => `${name}: ${diff}`),
    ),
];

describe("a refresh that finds everything as it is declared, on the real engine", function () {
    this.timeout(engineTestMs);

    it("shows no difference of a space, with --run-program too", async () => {
        const privileges = ["secret_reveal", "reveal"];
        const scene = await startTeams([
            payments,
            { name: "mobile", members: [], privileges, onDelete: "retain", deleteContents: "/teams/mobile/" },
        ]);
        await scene.up();

        const preview = said(await scene.succeed("preview", "--refresh", "--run-program", "--expect-no-changes"));
        const refresh = said(await scene.succeed("refresh", "--preview-only", "--run-program"));
        await scene.close();

        assert.match(preview, /payments-push +refresh/);
        assert.deepEqual([preview, refresh].map(differences), [[], []]);
    });

    it("shows no difference of resources that are declared briefly, in forms of one's own, or with what others make", async () => {
        const scene = await startScene({ program: { "index.ts": brief } });
        await scene.succeed("config", "set", "appId", scene.tenant.opaAppId);
        const { id } = (await scene.administrator.okta("POST", "/api/v1/groups", { profile: { name: "briefs" } })) as {
            id: string;
        };
        await scene.succeed("config", "set", "groupId", id);
        await scene.succeed("up", "--yes");

        const preview = said(await scene.succeed("preview", "--refresh", "--run-program", "--expect-no-changes"));
        const fromState = said(await scene.succeed("preview", "--refresh", "--expect-no-changes"));
        await scene.close();

        assert.match(preview, /push +refresh/);
        assert.deepEqual([preview, fromState].map(differences), [[], []]);
    });
});

const brief = `
import { Config } from "@pulumi/pulumi";
import { GroupPushMapping, OpaSecretFolder, OpaSecurityPolicy } from ${JSON.stringify(library)};

const config = new Config();
const place = { resourceGroup: "platform", project: "team-secrets" };
const outer = new OpaSecretFolder("outer", { ...place, parentFolder: "/teams/", name: "outer", deleteContents: "/teams/outer" });
const inner = new OpaSecretFolder("inner", { ...place, parentFolder: outer.id, name: "inner" });
const push = new GroupPushMapping("push", {
    appId: config.require("appId"),
    sourceGroupId: config.require("groupId"),
    targetGroupName: "briefs",
});
const mfa = { conditionType: "mfa" as const };
new OpaSecurityPolicy("policy", {
    name: "briefs",
    resourceGroup: "platform",
    principals: { userGroups: [{ name: push.targetGroupName }, { name: "automation" }] },
    rules: [
        { name: "two", secretFolderId: inner.id, privileges: ["secret_reveal", "reveal"] },
        { name: "one", secretFolderId: outer.folderId, privileges: ["manage"], conditions: [mfa] },
    ],
    pushedBy: [push.id],
});
`;
