import assert from "node:assert/strict";
import { makeOpaGroup } from "../../tenant/store/make-opa";
import { only } from "./support/inventory";
import { library } from "./support/project-files";
import { engineTestMs, payments, place, type Scene, startScene, startTeams, writesTo } from "./support/scene";

type Store = Scene["tenant"]["store"];

const folderAt = (store: Store, path: string) => only(store.folders.values(), (one) => store.pathOf(one) === path);

const paths = (store: Store) => [...store.folders.values()].map((one) => store.pathOf(one)).sort();

/** The path of OPA's API to the folders or the secrets of the seeded project. */
function inProject(store: Store, kind: "secrets" | "secret_folders"): string {
    const { resourceGroupId, projectId } = folderAt(store, "teams");
    return `/resource_groups/${resourceGroupId}/projects/${projectId}/${kind}`;
}

async function putSecret({ tenant, administrator }: Scene, path: string): Promise<void> {
    const secret = { name: "key", parent_folder_id: folderAt(tenant.store, path).id, secret_jwe: "sealed" };
    await administrator.opa("POST", inProject(tenant.store, "secrets"), secret);
}

async function rename({ tenant, administrator }: Scene, path: string, name: string): Promise<void> {
    const { id } = folderAt(tenant.store, path);
    await administrator.opa("PUT", `${inProject(tenant.store, "secret_folders")}/${id}`, { name });
}

describe("a folder that is declared for another place while deleteContents is applied, on the real engine", function () {
    this.timeout(engineTestMs);
    let scene: Scene;

    beforeEach(async () => {
        scene = await startScene({ program: { "index.ts": program } });
        makeOpaGroup(scene.tenant.store, "cards", [], ["ana@example.com"]);
        await scene.succeed("config", "set", "parentFolder", "teams");
        await scene.succeed("config", "set", "allowReplacement", "true");
        await scene.up();
        await putSecret(scene, "teams/cards");
        await scene.succeed("config", "set", "deleteContents", "teams/cards");
        await scene.up();
        await openAnotherPlace(scene);
        scene.tenant.clearRequests();
    });
    afterEach(() => scene.close());

    it("is replaced by what the error tells, without a secret lost: deleteContents removed, up with the old place, emptied by hand, then the new one", async () => {
        const { store } = scene.tenant;
        await scene.succeed("config", "set", "parentFolder", "elsewhere");
        const wrongPath = await scene.fail("preview");
        assert.match(wrongPath, /Write "elsewhere\/cards", or leave it out/);
        for (const change of [
            ["set", "deleteContents", "elsewhere/cards"],
            ["rm", "deleteContents"],
        ]) {
            await scene.succeed("config", ...change);
            assert.match(
                await scene.fail("up", "--yes", "--skip-preview"),
                /while deleteContents is applied.* Remove deleteContents, run `pulumi up` with the old place, then replace it/,
            );
        }
        assert.deepEqual(writesTo(scene.tenant), []);

        await scene.succeed("config", "set", "parentFolder", "teams");
        await scene.up();
        await scene.succeed("config", "set", "parentFolder", "elsewhere");
        const kept = await scene.fail("preview");
        store.secrets.clear();
        await scene.up();

        assert.match(kept, /"teams\/cards" .* cannot be replaced, because it contains 1 secret/);
        assert.deepEqual(paths(store), ["elsewhere", "elsewhere/cards", "teams"]);
    });

    it("keeps what is in it when pulumi up --replace, which asks no diff, replaces it, and so does each pulumi up after that", async () => {
        const { store } = scene.tenant;
        const replacing = ["--replace", "urn:pulumi:dev::scratch::pulumi-nodejs:dynamic/opa:SecretFolder::folder"];
        await scene.succeed("config", "set", "parentFolder", "elsewhere");
        await scene.succeed("config", "set", "deleteContents", "elsewhere/cards");

        for (const more of [replacing, []]) {
            const told = await scene.fail("up", "--yes", "--skip-preview", ...more);
            assert.match(told, /"teams\/cards" .* contains 1 secret .* It was replaced. Move or delete these by hand/);
            assert.equal(store.secrets.size, 1);
        }
        store.secrets.clear();
        await scene.up();

        assert.deepEqual(paths(store), ["elsewhere", "elsewhere/cards", "teams"]);
    });
});

/** A second folder at the top, which the automation may make folders in. */
async function openAnotherPlace({ tenant: { store }, administrator }: Scene): Promise<void> {
    await administrator.opa("POST", inProject(store, "secret_folders"), { name: "elsewhere" });
    const { id, name } = folderAt(store, "elsewhere");
    const { rules } = only(store.policies.values(), (one) => one.name !== "cards secrets");
    const targets = [{ type: "secret_folder", id, name } as const];
    for (const rule of [...rules]) rules.push({ ...rule, id: `${rule.id}-too`, name: `${rule.name} too`, targets });
}

describe("a folder whose parent was renamed by hand, on the real engine", function () {
    this.timeout(engineTestMs);
    let scene: Scene;
    afterEach(() => scene.close());

    it("stays where it is when pulumi refresh is run first, and the new path written after that; or by its id", async () => {
        scene = await startScene({ program: { "index.ts": program } });
        makeOpaGroup(scene.tenant.store, "cards", [], ["ana@example.com"]);
        await scene.succeed("config", "set", "parentFolder", "teams");
        await scene.up();
        await putSecret(scene, "teams/cards");
        await rename(scene, "teams", "squads");
        scene.tenant.clearRequests();

        await scene.succeed("config", "set", "parentFolder", "squads");
        const refused = await scene.fail("preview");
        const [, id = ""] = /To leave it where it is, declare parentFolder: "([^"]+)"/.exec(refused) ?? [];
        await scene.succeed("config", "set", "parentFolder", id);
        await scene.succeed("preview", "--expect-no-changes");
        await scene.succeed("config", "set", "parentFolder", "teams");
        await scene.succeed("refresh", "--yes", "--skip-preview");
        await scene.succeed("config", "set", "parentFolder", "squads");
        await scene.succeed("preview", "--refresh", "--run-program", "--expect-no-changes");

        assert.deepEqual(paths(scene.tenant.store), ["squads", "squads/cards"]);
        assert.deepEqual(writesTo(scene.tenant), []);
    });

    it("stays where it is in a space by the new path alone, which a space looks up", async () => {
        scene = await startTeams([payments]);
        await scene.up();
        await rename(scene, "teams", "squads");
        scene.tenant.clearRequests();

        const missing = await scene.fail("preview");
        scene.configure({ ...place, "pulumi-okta-opa:teams": [payments], "pulumi-okta-opa:parentFolder": "squads" });
        await scene.succeed("preview", "--expect-no-changes");
        await scene.up("--refresh", "--run-program");

        assert.match(missing, /There is no folder "teams"/);
        assert.deepEqual(paths(scene.tenant.store), ["squads", "squads/payments"]);
        assert.deepEqual(writesTo(scene.tenant), []);
    });
});

const program = `
import { Config } from "@pulumi/pulumi";
import { OpaSecretFolder, OpaSecurityPolicy } from ${JSON.stringify(library)};

const config = new Config();
const folder = new OpaSecretFolder("folder", {
    resourceGroup: "platform",
    project: "team-secrets",
    parentFolder: config.require("parentFolder"),
    name: "cards",
    deleteContents: config.get("deleteContents"),
    allowReplacement: config.getBoolean("allowReplacement"),
});
new OpaSecurityPolicy("policy", {
    name: "cards secrets",
    resourceGroup: "platform",
    principals: { userGroups: [{ name: "cards" }] },
    rules: [{ name: "cards", secretFolderId: folder.id, privileges: ["reveal"] }],
});
`;
