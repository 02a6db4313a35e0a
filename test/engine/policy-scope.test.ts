import assert from "node:assert/strict";
import { makeOpaGroup } from "../../tenant/store/make-opa";
import { only } from "./support/inventory";
import { library } from "./support/project-files";
import { engineTestMs, type Scene, startScene } from "./support/scene";

const urn = "urn:pulumi:dev::scratch::pulumi-nodejs:dynamic/opa:SecurityPolicy::policy";

describe("a policy whose resource group OPA does not let change, on the real engine", function () {
    this.timeout(engineTestMs);
    let scene: Scene;

    beforeEach(async () => {
        scene = await startScene({ program: { "index.ts": program } });
        const { tenant, administrator } = scene;
        tenant.settings.policyResourceGroupChange = "refused";
        makeOpaGroup(tenant.store, "cards", [], ["ana@example.com"]);
        const admins = only(tenant.store.opaGroups.values(), ({ name }) => name === "automation");
        const group = { name: "second", description: "", delegated_resource_admin_groups: [{ id: admins.id }] };
        await administrator.opa("POST", "/resource_groups", group);
        const teams = only(tenant.store.folders.values(), ({ name }) => name === "teams");
        await scene.succeed("config", "set", "folder", teams.id);
        await scene.succeed("config", "set", "resourceGroup", "platform");
        await scene.up();
        await scene.succeed("config", "set", "resourceGroup", "second");
    });
    afterEach(() => scene.close());

    const policy = () => only(scene.tenant.store.policies.values(), ({ name }) => name === "cards secrets");
    const resourceGroup = () => scene.tenant.store.resourceGroups.get(policy().resourceGroupId ?? "")?.name;

    it("is moved by what the error tells: destroyed alone by its URN, and made by the next up", async () => {
        const told = await scene.fail("up", "--yes", "--skip-preview");
        assert.match(
            told,
            /run `pulumi destroy --target` with this policy's URN, which `pulumi stack --show-urns` shows/,
        );
        assert.ok((await scene.succeed("stack", "--show-urns")).stdout.includes(urn));

        await scene.succeed("destroy", "--yes", "--skip-preview", "--target", urn);
        await scene.up();
        await scene.succeed("preview", "--refresh", "--run-program", "--expect-no-changes");

        assert.equal(resourceGroup(), "second");
    });

    it("is not lost, nor made a second time, by pulumi up --replace, which creates first, and can be moved afterwards", async () => {
        const { id } = policy();

        const told = await scene.fail("up", "--yes", "--skip-preview", "--replace", urn);
        assert.match(told, /run `pulumi destroy --target` with this policy's URN/);
        assert.equal(policy().id, id);
        await scene.succeed("destroy", "--yes", "--skip-preview", "--target", urn);
        await scene.up();
        await scene.succeed("preview", "--refresh", "--run-program", "--expect-no-changes");

        assert.equal(resourceGroup(), "second");
    });

    it("is kept by pulumi up --replace when its resource group is declared as it was again", async () => {
        const { id } = policy();
        await scene.fail("up", "--yes", "--skip-preview", "--replace", urn);
        await scene.succeed("config", "set", "resourceGroup", "platform");

        await scene.up();
        await scene.succeed("preview", "--refresh", "--run-program", "--expect-no-changes");

        assert.equal(policy().id, id);
    });
});

const program = `
import { Config } from "@pulumi/pulumi";
import { OpaSecurityPolicy } from ${JSON.stringify(library)};

const config = new Config();
new OpaSecurityPolicy("policy", {
    name: "cards secrets",
    resourceGroup: config.require("resourceGroup"),
    principals: { userGroups: [{ name: "cards" }] },
    rules: [{ name: "cards", secretFolderId: config.require("folder"), privileges: ["reveal"] }],
});
`;
