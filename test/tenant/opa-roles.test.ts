import assert from "node:assert/strict";
import type { Tenant } from "../../tenant";
import type { Caller } from "./support/callers";
import { policyFor } from "./support/policies";
import { made, Scene, sceneForEach } from "./support/scene";

type Role = "nobody" | "pam_admin" | "resource_admin" | "security_admin" | "delegate";
type Send = (caller: Caller, scene: Scene) => Promise<{ status: number }>;

const roles: readonly Role[] = ["nobody", "pam_admin", "resource_admin", "security_admin", "delegate"];

/** A tenant as seeded, but that the automation's only right is this role. */
async function sceneOf(tenant: Tenant, role: Role): Promise<Scene> {
    tenant.reset();
    const scene = new Scene(tenant);
    const { store } = tenant;
    made(await scene.admin.opa("DELETE", "/groups/automation/users/pulumi-automation"));
    await scene.opaGroup("role", role === "nobody" || role === "delegate" ? [] : [role], "pulumi-automation");
    if (role === "delegate") {
        for (const group of store.resourceGroups.values())
            group.delegatedAdminGroupIds = [store.opaGroupNamed("role")?.id ?? ""];
    }
    return scene;
}

const group = ({ tenant }: Scene) => `/resource_groups/${[...tenant.store.resourceGroups.keys()][0]}`;
const delegated = ({ tenant }: Scene) => [{ id: tenant.store.opaGroupNamed("platform-admins")?.id }];

/**
 * Who may do what. The table of roles; a role that is missing is 401, a folder that may not be seen 404
 * (docs/contracts/opa-api.md 8).
 */
const table: readonly (readonly [what: string, send: Send, statuses: readonly number[]])[] = [
    //                                                        nobody, pam, resource, security, delegate
    ["list resource groups", (me) => me.opa("GET", "/resource_groups"), [401, 401, 200, 200, 200]],
    ["list service users", (me) => me.opa("GET", "/service_users"), [401, 200, 200, 200, 200]],
    [
        "list the keys of a service user",
        (me) => me.opa("GET", "/service_users/pulumi-automation/keys"),
        [401, 401, 200, 401, 401],
    ],
    ["list people", (me) => me.opa("GET", "/users"), [401, 200, 200, 200, 401]],
    ["list workload roles", (me) => me.opa("GET", "/workload-roles"), [401, 401, 401, 200, 401]],
    ["list workload connections", (me) => me.opa("GET", "/connections/workloads"), [401, 401, 401, 200, 401]],
    ["read a resource group", (me, scene) => me.opa("GET", group(scene)), [401, 401, 200, 401, 200]],
    [
        "make a resource group",
        (me, scene) =>
            me.opa("POST", "/resource_groups", { name: "new", delegated_resource_admin_groups: delegated(scene) }),
        [401, 401, 201, 401, 401],
    ],
    [
        "change a resource group without its groups",
        (me, scene) => me.opa("PUT", group(scene), { name: "renamed" }),
        [401, 401, 400, 401, 204],
    ],
    [
        "change a resource group with its groups",
        (me, scene) =>
            me.opa("PUT", group(scene), { name: "renamed", delegated_resource_admin_groups: delegated(scene) }),
        [401, 401, 204, 401, 401],
    ],
    ["delete a resource group", (me, scene) => me.opa("DELETE", group(scene)), [401, 401, 409, 401, 401]],
    ["list projects", (me, scene) => me.opa("GET", `${group(scene)}/projects`), [401, 401, 200, 401, 200]],
    [
        "make a project",
        (me, scene) => me.opa("POST", `${group(scene)}/projects`, { name: "new" }),
        [401, 401, 201, 401, 201],
    ],
    ["read a project", (me, scene) => me.opa("GET", scene.project), [401, 401, 200, 401, 200]],
    [
        "make a folder at the top",
        (me, scene) => me.opa("POST", scene.folders, { name: "top" }),
        [401, 401, 201, 401, 201],
    ],
    [
        "make a folder in a folder, which takes a policy",
        (me, scene) => me.opa("POST", scene.folders, { name: "nested", parent_folder_id: scene.teams.id }),
        [404, 404, 404, 404, 404],
    ],
    ["read a folder", (me, scene) => me.opa("GET", `${scene.folders}/${scene.teams.id}`), [404, 404, 200, 404, 200]],
    [
        "list what is in a folder",
        (me, scene) => me.opa("GET", `${scene.folders}/${scene.teams.id}/items`),
        [404, 404, 200, 404, 200],
    ],
    [
        "change a folder at the top",
        (me, scene) => me.opa("PUT", `${scene.folders}/${scene.teams.id}`, { name: "renamed" }),
        [404, 404, 200, 404, 200],
    ],
    [
        "delete a folder at the top, which takes a policy",
        (me, scene) => me.opa("DELETE", `${scene.folders}/${scene.teams.id}`),
        [404, 404, 404, 404, 404],
    ],
    ["list policies", (me) => me.opa("GET", "/security_policy"), [401, 401, 401, 200, 401]],
    ["make a policy", (me) => me.opa("POST", "/security_policy", policyFor([], [])), [401, 401, 401, 200, 401]],
    [
        "make a policy for Okta's service accounts, which takes an Okta super admin",
        (me) => me.opa("POST", "/security_policy", policyFor([], [], { type: "okta_service_account" })),
        [401, 401, 401, 401, 401],
    ],
    ["list groups", (me) => me.opa("GET", "/groups"), [200, 200, 200, 200, 200]],
    ["make a group", (me) => me.opa("POST", "/groups", { name: "new", roles: [] }), [401, 201, 401, 401, 401]],
    ["change a group's roles", (me) => me.opa("PUT", "/groups/role", { roles: [] }), [401, 204, 401, 401, 401]],
    ["delete a group", (me) => me.opa("DELETE", "/groups/role"), [401, 204, 401, 401, 401]],
    [
        "add a member to a group",
        (me) => me.opa("POST", "/groups/role/users", { name: "ana@example.com" }),
        [401, 204, 401, 401, 401],
    ],
    [
        "remove a member of a group",
        (me) => me.opa("DELETE", "/groups/role/users/pulumi-automation"),
        [401, 204, 401, 401, 401],
    ],
];

describe("a role in the tenant's OPA", () => {
    const at = sceneForEach();

    for (const [what, send, statuses] of table) {
        const isVain = statuses.every((status) => status === 401 || status === 404);
        it(`${isVain ? "alone lets nobody" : "decides who may"} ${what}`, async () => {
            const seen = [];
            for (const role of roles) {
                const scene = await sceneOf(at.scene.tenant, role);
                seen.push((await send(scene.me, scene)).status);
            }

            assert.deepEqual(seen, statuses);
        });
    }

    it("is nothing that the second identity needs", async () => {
        const statuses = [];
        for (const [, send] of table) {
            const scene = await sceneOf(at.scene.tenant, "nobody");
            statuses.push((await send(scene.admin, scene)).status);
        }

        assert.deepEqual([...new Set(statuses)].sort(), [200, 201, 204, 400, 409]);
    });

    it("is lost at once", async () => {
        const before = await at.scene.me.opa("GET", "/security_policy");
        made(await at.scene.admin.opa("PUT", "/groups/automation", { roles: ["resource_admin"] }));

        const after = await at.scene.me.opa("GET", "/security_policy");

        assert.deepEqual([before.status, after.status], [200, 401]);
        assert.match(after.text, /Missing capability: security_admin/);
    });
});
