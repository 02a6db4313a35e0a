import assert from "node:assert/strict";
import { makeOpaGroup } from "../../tenant/store/make-opa";
import { only } from "./support/inventory";
import { library } from "./support/project-files";
import { engineTestMs, payments, type Scene, startScene, startTeams } from "./support/scene";

/** The URN that `pulumi stack --show-urns` shows of a resource. */
async function shownUrn(scene: Scene, kind: string, name: string): Promise<string> {
    const { stdout } = await scene.succeed("stack", "--show-urns");
    const end = `pulumi-nodejs:dynamic/opa:${kind}::${name}`;
    return only(stdout.match(/urn:pulumi:\S+/g) ?? [], (urn) => urn.endsWith(end));
}

describe("a space whose resource group was deleted, on the real engine", function () {
    this.timeout(engineTestMs);

    it("is forgotten by what the error tells, as far as it was in there, and made in a new one with the policy it had", async () => {
        const scene = await startTeams([payments]);
        try {
            const { tenant, administrator } = scene;
            await scene.up();
            const policy = () => only(tenant.store.policies.values(), ({ name }) => name === "team-payments secrets");
            const { id } = policy();
            const old = only(tenant.store.resourceGroups.values(), ({ name }) => name === "platform");
            tenant.settings.nonEmptyContainerDelete = "recursive";
            await administrator.opa("DELETE", `/resource_groups/${old.id}`);

            const told = await scene.fail("refresh", "--yes", "--skip-preview");
            assert.match(told, /run `pulumi state delete --target-dependents` with the folder's URN/);
            const urn = await shownUrn(scene, "SecretFolder", "payments-folder");
            await scene.succeed("state", "delete", "--yes", "--target-dependents", urn);
            await remake(scene, old.delegatedAdminGroupIds);
            await scene.up();
            await scene.succeed("preview", "--refresh", "--run-program", "--expect-no-changes");

            const folder = only(tenant.store.folders.values(), ({ name }) => name === "payments");
            assert.equal(tenant.store.pathOf(folder), "teams/payments");
            assert.equal(policy().id, id);
            assert.deepEqual(
                policy().rules.map(({ targets }) => targets.map((target) => target.id)),
                [[folder.id]],
            );
        } finally {
            await scene.close();
        }
    });
});

/** The seeded resource group, project and parent folder once more, with other ids. */
async function remake({ tenant: { store }, administrator }: Scene, adminGroups: readonly string[]): Promise<void> {
    const make = async (path: string, body: object) => {
        const made = (await administrator.opa("POST", path, body)) as { readonly id: string };
        return made.id;
    };
    const admins = adminGroups.map((id) => ({ id }));
    const group = await make("/resource_groups", {
        name: "platform",
        description: "",
        delegated_resource_admin_groups: admins,
    });
    const project = await make(`/resource_groups/${group}/projects`, { name: "team-secrets" });
    const id = await make(`/resource_groups/${group}/projects/${project}/secret_folders`, { name: "teams" });
    const automation = only(store.policies.values(), ({ name }) => name === "automation manages team folders");
    automation.resourceGroupId = group;
    automation.rules = automation.rules.map((rule) => ({
        ...rule,
        targets: [{ type: "secret_folder", id, name: "teams" }],
    }));
}

describe("a policy that something depends on, and that is known to be deleted, on the real engine", function () {
    this.timeout(engineTestMs);

    // Which error tells this is in opa/security-policy/scenarios.
    it("is forgotten once the dependency is out of the program, and what depended on it is kept with its secrets", async () => {
        const scene = await startScene({ program: { "index.ts": program } });
        try {
            const { tenant, administrator } = scene;
            const { store } = tenant;
            makeOpaGroup(store, "cards", [], ["ana@example.com"]);
            await scene.succeed("config", "set", "depends", "yes");
            await scene.up();
            const ci = () => only(store.folders.values(), ({ name }) => name === "ci");
            const { resourceGroupId, projectId, id } = ci();
            const secret = { name: "key", parent_folder_id: id, secret_jwe: "sealed" };
            await administrator.opa(
                "POST",
                `/resource_groups/${resourceGroupId}/projects/${projectId}/secrets`,
                secret,
            );
            const policy = only(store.policies.values(), ({ name }) => name === "grant");
            await administrator.opa("DELETE", `/security_policy/${policy.id}`);
            await administrator.opa("PUT", "/groups/automation", { roles: ["resource_admin"] });
            await scene.fail("refresh", "--yes", "--skip-preview");
            const forgetting = ["state", "delete", "--yes", await shownUrn(scene, "SecurityPolicy", "grant")];
            assert.match(await scene.fail(...forgetting), /resources depend on it:\s+\* "ci"/);
            await scene.succeed("config", "rm", "depends");
            await scene.up();
            await scene.succeed(...forgetting);

            await administrator.opa("PUT", "/groups/automation", { roles: ["resource_admin", "security_admin"] });
            await scene.succeed("config", "set", "depends", "yes");
            await scene.up();
            await scene.succeed("preview", "--refresh", "--run-program", "--expect-no-changes");
            assert.equal(ci().id, id);
            assert.equal(store.secrets.size, 1);
            assert.equal([...store.policies.values()].filter(({ name }) => name === "grant").length, 1);
        } finally {
            await scene.close();
        }
    });
});

const program = `
import { Config } from "@pulumi/pulumi";
import { OpaSecretFolder, OpaSecurityPolicy } from ${JSON.stringify(library)};

const place = { resourceGroup: "platform", project: "team-secrets" };
const team = new OpaSecretFolder("team", { ...place, parentFolder: "teams", name: "cards" });
const grant = new OpaSecurityPolicy("grant", {
    name: "grant",
    resourceGroup: "platform",
    principals: { userGroups: [{ name: "cards" }] },
    rules: [{ name: "folders", secretFolderId: team.id, privileges: ["list", "folder_create"] }],
});
const dependsOn = new Config().get("depends") ? [grant] : [];
new OpaSecretFolder("ci", { ...place, parentFolder: team.id, name: "ci" }, { dependsOn });
`;
