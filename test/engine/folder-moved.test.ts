import assert from "node:assert/strict";
import { makeOpaGroup } from "../../tenant/store/make-opa";
import { only } from "./support/inventory";
import { library } from "./support/project-files";
import { arrivalOf, engineTestMs, type Scene, startScene } from "./support/scene";

describe("the place of a folder, on the real engine", function () {
    this.timeout(engineTestMs);
    let scene: Scene;

    beforeEach(async () => {
        scene = await startScene({ program: { "index.ts": program } });
        makeOpaGroup(scene.tenant.store, "cards", [], ["ana@example.com"]);
    });
    afterEach(() => scene.close());

    const paths = () => [...scene.tenant.store.folders.values()].map((one) => scene.tenant.store.pathOf(one)).sort();
    const folderAt = (path: string) =>
        only(scene.tenant.store.folders.values(), (one) => scene.tenant.store.pathOf(one) === path);
    const policy = () => only(scene.tenant.store.policies.values(), ({ name }) => name === "cards secrets");

    function inProject(kind: "secrets" | "secret_folders"): string {
        const { resourceGroupId, projectId } = folderAt("teams");
        return `/resource_groups/${resourceGroupId}/projects/${projectId}/${kind}`;
    }

    it("is left with its secrets in the three steps of the README, below folders that createParents made and nobody deletes", async () => {
        const { administrator, tenant } = scene;
        scene.configure({ "scratch:oldParent": "teams/europe" });
        const told = await scene.fail("up", "--yes", "--skip-preview");
        assert.match(told, /There is no folder "teams\/europe".* Create it first, or declare createParents: true/);
        const old = { "scratch:oldParent": "teams/europe", "scratch:createParents": true };
        scene.configure(old);
        assert.match(await scene.up(), /Created the missing folder teams\/europe/);
        const body = { name: "key", parent_folder_id: folderAt("teams/europe/cards").id, secret_jwe: "sealed" };
        const { id } = (await administrator.opa("POST", inProject("secrets"), body)) as { readonly id: string };

        scene.configure({ ...old, "scratch:newParent": "teams" });
        await scene.up();
        const moved = { secrets: [{ id, destination_folder_id: folderAt("teams/cards").id }] };
        await administrator.opa("POST", "/secrets/move", moved);
        scene.configure({ "scratch:newParent": "teams", "scratch:createParents": true });
        await scene.up();
        await scene.succeed("preview", "--refresh", "--run-program", "--expect-no-changes");

        assert.deepEqual(paths(), ["teams", "teams/cards", "teams/europe"]);
        assert.equal(tenant.store.secrets.get(id)?.parentId, folderAt("teams/cards").id);
        assert.deepEqual(
            policy().rules.map(({ targets }) => targets.map((target) => target.id)),
            [[folderAt("teams/cards").id]],
        );
    });

    it("is put right by what the errors tell when OPA made it elsewhere, and a policy anew that was deleted by hand: pulumi refresh, then up", async () => {
        const { administrator, tenant } = scene;
        tenant.settings.folderPath = "absent";
        scene.configure({ "scratch:oldParent": "teams" });
        tenant.fail({ method: "POST", path: /secret_folders$/, delayMs: 3000 });
        const asked = arrivalOf(tenant, "POST", /secret_folders$/);
        const failing = scene.fail("up", "--yes", "--skip-preview");
        // As if OPA had passed over the field that names the parent.
        await asked;
        const strayed = { ...folderAt("teams/cards"), parentId: null };
        tenant.store.folders.set(strayed.id, strayed);

        assert.match(
            await failing,
            /outside folder "teams", and it could not be deleted again.* Delete it in the OPA console, then run `pulumi refresh`/,
        );
        assert.match(await scene.fail("preview"), /cannot be moved: .* from the top level of the project to "teams"/);
        await administrator.opa("DELETE", `${inProject("secret_folders")}/${folderAt("cards").id}`);
        await scene.succeed("refresh", "--yes", "--skip-preview");
        await scene.up();
        assert.deepEqual(paths(), ["teams", "teams/cards"]);

        await administrator.opa("DELETE", `/security_policy/${policy().id}`);
        scene.configure({ "scratch:oldParent": "teams", "scratch:description": "changed" });
        const told = await scene.fail("up", "--yes", "--skip-preview");
        assert.match(told, /OPA answers 404. Run `pulumi refresh` to find out whether it is gone/);
        await scene.succeed("refresh", "--yes", "--skip-preview");
        await scene.up();
        await scene.succeed("preview", "--refresh", "--run-program", "--expect-no-changes");

        assert.deepEqual(
            policy().rules.map(({ targets }) => targets.map((target) => target.id)),
            [[folderAt("teams/cards").id]],
        );
    });
});

const program = `
import { Config } from "@pulumi/pulumi";
import { OpaSecretFolder, OpaSecurityPolicy } from ${JSON.stringify(library)};

const config = new Config();
const [oldParent, newParent] = [config.get("oldParent"), config.get("newParent")];
const createParents = config.getBoolean("createParents") ?? false;
const cards = (name: string, parentFolder: string) =>
    new OpaSecretFolder(name, { resourceGroup: "platform", project: "team-secrets", parentFolder, name: "cards", createParents });
const old = oldParent === undefined ? undefined : cards("old", oldParent);
const folder = newParent === undefined ? old : cards("new", newParent);
if (folder) {
    new OpaSecurityPolicy("policy", {
        name: "cards secrets",
        description: config.get("description"),
        resourceGroup: "platform",
        principals: { userGroups: [{ name: "cards" }] },
        rules: [{ name: "cards", secretFolderId: folder.id, privileges: ["reveal"] }],
    });
}
`;
