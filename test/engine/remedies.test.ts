import assert from "node:assert/strict";
import { makeOpaGroup } from "../../tenant/store/make-opa";
import { only } from "./support/inventory";
import { library } from "./support/project-files";
import { engineTestMs, payments, type Scene, startScene, startTeams, writesTo } from "./support/scene";

const urnOf = (type: string, name: string) => `urn:pulumi:dev::scratch::pulumi-nodejs:dynamic/opa:${type}::${name}`;

describe("what errors about folders and policies tell to do, on the real engine", function () {
    this.timeout(engineTestMs);
    let scene: Scene;

    beforeEach(async () => {
        scene = await startScene({ program: { "index.ts": program } });
        makeOpaGroup(scene.tenant.store, "cards", [], ["ana@example.com"]);
        await scene.up();
    });
    afterEach(() => scene.close());

    const folders = () => [...scene.tenant.store.folders.values()].map((one) => scene.tenant.store.pathOf(one)).sort();
    const policies = () => [...scene.tenant.store.policies.values()].filter(({ name }) => name === "cards secrets");

    /** The path of OPA's API to the folders or secrets of the project, and what is in them. */
    async function byHand(method: string, kind: string, id = "", body?: unknown): Promise<unknown> {
        const { resourceGroupId, projectId } = only(
            scene.tenant.store.folders.values(),
            ({ name }) => name === "teams",
        );
        const path = `/resource_groups/${resourceGroupId}/projects/${projectId}/${kind}`;
        return scene.administrator.opa(method, id ? `${path}/${id}` : path, body);
    }

    const idOf = (path: string) =>
        only(scene.tenant.store.folders.values(), (one) => scene.tenant.store.pathOf(one) === path).id;

    it("make a folder anew that was deleted by hand: pulumi refresh, then pulumi up", async () => {
        await byHand("DELETE", "secret_folders", idOf("teams/cards"));
        await scene.succeed("config", "set", "description", "changed");

        const told = await scene.fail("up", "--yes", "--skip-preview");
        assert.match(told, /is gone\. Run `pulumi refresh`, then `pulumi up` to re-create it/);
        await scene.succeed("refresh", "--yes", "--skip-preview");
        await scene.up();
        await scene.succeed("preview", "--refresh", "--run-program", "--expect-no-changes");

        assert.deepEqual(folders(), ["teams", "teams/cards"]);
        assert.equal(policies()[0]?.rules[0]?.targets[0]?.id, idOf("teams/cards"));
    });

    it("forget a policy that is known to be deleted: pulumi state delete", async () => {
        await scene.administrator.opa("DELETE", `/security_policy/${policies()[0]?.id}`);

        await scene.succeed("state", "delete", "--yes", urnOf("SecurityPolicy", "policy"));
        await scene.up();

        assert.equal(policies().length, 1);
    });

    it("forget a folder that is known to be deleted, and the policy that refers to it: pulumi state delete --target-dependents", async () => {
        const folder = urnOf("SecretFolder", "folder");
        await byHand("DELETE", "secret_folders", idOf("teams/cards"));

        const told = await scene.fail("state", "delete", "--yes", folder);
        await scene.succeed("state", "delete", "--yes", "--target-dependents", folder);
        await scene.up();
        await scene.succeed("preview", "--refresh", "--run-program", "--expect-no-changes");

        assert.match(told, /--target-dependents/);
        assert.deepEqual(folders(), ["teams", "teams/cards"]);
        assert.deepEqual(
            policies().map(({ rules }) => rules[0]?.targets[0]?.id),
            [idOf("teams/cards")],
        );
    });

    it("replace a folder that holds something: refused, in preview too; then the new one made by hand with what was in it, and adopted", async () => {
        const { id: secret } = (await byHand("POST", "secrets", "", {
            name: "key",
            parent_folder_id: idOf("teams/cards"),
            secret_jwe: "sealed",
        })) as { id: string };
        await byHand("POST", "secret_folders", "", { name: "elsewhere" });
        await scene.succeed("config", "set", "parentFolder", idOf("elsewhere"));
        // The automation may make folders only where a policy lets it.
        const { rules } = only(scene.tenant.store.policies.values(), ({ name }) => name !== "cards secrets");
        const target = { type: "secret_folder", id: idOf("elsewhere"), name: "elsewhere" } as const;
        for (const rule of [...rules])
            rules.push({ ...rule, id: `${rule.id}-too`, name: `${rule.name} too`, targets: [target] });

        scene.tenant.clearRequests();
        for (const command of [["preview"], ["up", "--yes", "--skip-preview"]]) {
            const told = await scene.fail(...command);
            assert.match(
                told,
                /"teams\/cards" .* cannot be replaced, because it contains 1 secret.* declare onExisting: "adopt" too/,
            );
        }
        assert.deepEqual(writesTo(scene.tenant), []);
        const made = { name: "cards", parent_folder_id: idOf("elsewhere") };
        await byHand("POST", "secret_folders", "", made);
        await byHand("POST", "secrets", "", {
            ...made,
            name: "key",
            parent_folder_id: idOf("elsewhere/cards"),
            secret_jwe: "sealed",
        });
        await byHand("DELETE", "secrets", secret);
        await scene.succeed("config", "set", "onExisting", "adopt");
        await scene.up();
        await scene.succeed("preview", "--refresh", "--run-program", "--expect-no-changes");
        assert.deepEqual(folders(), ["elsewhere", "elsewhere/cards", "teams"]);
        assert.equal(scene.tenant.store.secrets.size, 1);
    });

    it("delete a folder with its contents: deleteContents, applied by pulumi up, then destroy", async () => {
        await byHand("POST", "secrets", "", {
            name: "key",
            parent_folder_id: idOf("teams/cards"),
            secret_jwe: "sealed",
        });
        assert.match(await scene.fail("destroy", "--yes", "--skip-preview"), /deleteContents: "teams\/cards"/);
        await scene.succeed("config", "set", "deleteContents", "teams/cards");

        await scene.up();
        await scene.succeed("destroy", "--yes", "--skip-preview");

        assert.deepEqual(folders(), ["teams"]);
        assert.equal(scene.tenant.store.secrets.size, 0);
    });
});

const program = `
import { Config } from "@pulumi/pulumi";
import { OpaSecretFolder, OpaSecurityPolicy } from ${JSON.stringify(library)};

const config = new Config();
const folder = new OpaSecretFolder("folder", {
    resourceGroup: "platform",
    project: "team-secrets",
    parentFolder: config.get("parentFolder") ?? "teams",
    name: "cards",
    description: config.get("description"),
    deleteContents: config.get("deleteContents"),
    allowReplacement: true,
    onExisting: config.get("onExisting") === "adopt" ? "adopt" : "fail",
});
new OpaSecurityPolicy("policy", {
    name: "cards secrets",
    resourceGroup: "platform",
    principals: { userGroups: [{ name: "cards" }] },
    rules: [{ name: "cards", secretFolderId: folder.id, privileges: ["reveal"] }],
});
`;

describe("a team whose folder was not empty when it was to go, on the real engine", function () {
    this.timeout(engineTestMs);

    it("has its access again after pulumi up", async () => {
        const scene = await startTeams([payments]);
        await scene.up();
        const { store } = scene.tenant;
        const folder = only(store.folders.values(), ({ name }) => name === "payments");
        const path = `/resource_groups/${folder.resourceGroupId}/projects/${folder.projectId}/secrets`;
        await scene.administrator.opa("POST", path, { name: "key", parent_folder_id: folder.id, secret_jwe: "sealed" });

        await scene.fail("destroy", "--yes", "--skip-preview");
        const between = [...store.policies.values()].filter(({ name }) => name === "team-payments secrets");
        await scene.up();
        const policy = only(store.policies.values(), ({ name }) => name === "team-payments secrets");
        const members = policy.userGroups.flatMap(({ id }) => [...(store.opaGroups.get(id)?.members ?? [])]);
        await scene.close();

        assert.deepEqual(between, []);
        assert.deepEqual(members.sort(), payments.members);
        assert.deepEqual(
            policy.rules.map(({ targets }) => targets[0]?.id),
            [folder.id],
        );
    });
});
