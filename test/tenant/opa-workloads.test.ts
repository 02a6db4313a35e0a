import assert from "node:assert/strict";
import type { Caller } from "./support/callers";
import { made, sceneForEach } from "./support/scene";
import { workloadsIn } from "./support/workloads";

interface Named {
    readonly name: string;
}

const namesIn = async (caller: Caller, path: string): Promise<string[]> =>
    made<{ list: Named[] }>(await caller.opa("GET", path)).list.map(({ name }) => name);

describe("who works in the tenant's OPA without being a person", () => {
    const at = sceneForEach();

    it("is a service user: in a list of their own, not among the people", async () => {
        const { me } = at.scene;

        assert.deepEqual(await namesIn(me, "/service_users?contains=PULUMI"), [
            "pulumi-automation",
            "pulumi-resources",
            "pulumi-security",
        ]);
        assert.deepEqual(await namesIn(me, "/users?contains=a&starts_with=AN"), ["ana@example.com"]);
        assert.deepEqual(await namesIn(me, "/users?starts_with=pulumi"), []);
        const user = made(await me.opa("GET", "/service_users/pulumi-automation"));
        assert.deepEqual([user["user_type"], user["status"], user["details"]], ["service", "ACTIVE", null]);
        assert.equal((await me.opa("GET", "/service_users/ana@example.com")).status, 404);
        assert.equal((await me.opa("GET", "/users/ana@example.com")).status, 200);
    });

    it("has keys, told by a resource admin's call without their secrets, until they are revoked", async () => {
        const { tenant, resources, security } = at.scene;
        const path = "/service_users/pulumi-automation/keys";

        const { list } = made<{ list: Record<string, unknown>[] }>(await resources.opa("GET", path));
        tenant.standing.hasOpaKey = false;
        const admin = made<{ list: unknown[] }>(await at.scene.admin.opa("GET", path));
        tenant.standing.hasOpaKey = true;

        assert.deepEqual(
            list.map((key) => [key["id"], Object.keys(key)]),
            [[tenant.credentials.opaKeyId, ["id", "issued_at", "expires_at", "last_used"]]],
        );
        assert.deepEqual(admin.list, []);
        assert.equal((await security.opa("GET", path)).status, 401);
    });

    it("is a workload with a role, through a connection", async () => {
        const { tenant, security } = at.scene;
        const { role, connection } = workloadsIn(tenant.store, "https://ci.example.com/jwks");

        const one = made(await security.opa("GET", `/workload-roles/${role.id}`));
        const through = made(await security.opa("GET", `/connections/workloads/${connection.id}`));

        assert.deepEqual(await namesIn(security, "/workload-roles?contains=DEPLOY"), ["deployer"]);
        assert.deepEqual(await namesIn(security, "/connections/workloads"), ["ci"]);
        assert.deepEqual(one["requirements"], [
            {
                workload_connection: { id: connection.id, name: "ci" },
                conditions: [
                    { name: "repository", matcher: "EQUALS", value: "shop/api" },
                    { name: "ref", matcher: "STARTS_WITH", value: "refs/heads/" },
                ],
            },
        ]);
        assert.deepEqual(
            [through["status"], through["jwt_config"], through["conditions"]],
            ["ACTIVE", { jwks_url: "https://ci.example.com/jwks" }, [{ name: "iss", matcher: "EXISTS" }]],
        );
        assert.equal((await security.opa("GET", "/workload-roles/nothing")).status, 404);
        assert.equal((await security.opa("GET", "/connections/workloads/nothing")).status, 404);
    });
});
