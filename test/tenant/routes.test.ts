import assert from "node:assert/strict";
import { startTenant } from "../../tenant";
import { Routes } from "../../tenant/http/routes";

describe("the tenant's routes", () => {
    const routes = new Routes<string>();
    routes.add("GET", "/groups", "list");
    routes.add("GET", "/groups/rules", "rules");
    routes.add("GET", "/groups/:groupId", "one");
    routes.add("GET", "/groups/:groupId/users/:userId", "member");
    routes.add("PUT", "/groups/:id", "replace");

    const finds: readonly (readonly [string, string, unknown])[] = [
        ["GET", "/groups", ["list", {}]],
        ["GET", "/groups?limit=2", ["list", {}]],
        ["GET", "/gr%6Fups#top", ["list", {}]],
        ["GET", "/groups/rules", ["rules", {}]],
        ["PUT", "/groups/rules", ["replace", { id: "rules" }]],
        ["GET", "/groups/rules/users/u1", ["member", { groupId: "rules", userId: "u1" }]],
        ["GET", "/groups/a%2Fb%3F%2541", ["one", { groupId: "a/b?%41" }]],
        ["GET", "/groups/a%20b", ["one", { groupId: "a b" }]],
        ["GET", `/groups/${"x".repeat(4096)}`, ["one", { groupId: "x".repeat(4096) }]],
        ["GET", `/groups/${"x".repeat(4097)}`, undefined],
        ["GET", "/groups/", ["one", { groupId: "" }]],
        ["GET", "/groups/g1/", undefined],
        ["GET", "/Groups", undefined],
        ["GET", "//groups", undefined],
        ["GET", "/", undefined],
        ["DELETE", "/groups", undefined],
    ];
    for (const [method, target, expected] of finds) {
        it(`find ${method} ${target.slice(0, 40)}`, () => {
            const found = routes.find(method, target);

            assert.deepEqual(found && [found.handler, found.params], expected);
        });
    }

    it("answer a segment that is too long 414, as any server does", async () => {
        const tenant = await startTenant();
        try {
            const statuses = [4096, 4097].map(async (length) => {
                const { status } = await fetch(`${tenant.okta}/api/v1/groups/${"x".repeat(length)}`);
                return status;
            });

            assert.deepEqual(await Promise.all(statuses), [401, 414]);
        } finally {
            await tenant.close();
        }
    });

    it("have no two of one path", () => {
        assert.throws(() => routes.add("GET", "/groups", "again"), /GET \/groups is there already/);
    });

    it("are each tenant's own, though all tenants of a process read requests together", async () => {
        const tenants = [await startTenant(), await startTenant()];
        try {
            await fetch(`${tenants[1]?.okta}/api/v1/groups`);

            assert.deepEqual(
                tenants.map(({ requests }) => requests.length),
                [0, 1],
            );
        } finally {
            for (const tenant of tenants) await tenant.close();
        }
    });

    it("end with their tenant, which may be closed twice", async () => {
        const tenant = await startTenant();
        await tenant.close();
        await tenant.close();

        await assert.rejects(fetch(tenant.okta), /ECONNREFUSED/);
    });
});
