import assert from "node:assert/strict";
import { bodyOf } from "./support/asking";
import { made, type Scene, sceneForEach } from "./support/scene";

const namesIn = async (scene: Scene, path: string) =>
    made<{ list: { name: string }[] }>(await scene.me.opa("GET", path)).list.map(({ name }) => name);

describe("a group in the tenant's OPA", () => {
    const at = sceneForEach();

    it("is made by OPA under an id of its own, and addressed by its name, encoded as one segment", async () => {
        const name = "a/b c%";
        const body = { name, roles: ["resource_admin", "security_admin"] };

        const created = await at.scene.admin.opa("POST", "/groups", body);
        const answered = await at.scene.me.opa("GET", `/groups/${encodeURIComponent(name)}`);

        assert.deepEqual([created.status, answered.status], [201, 200]);
        assert.deepEqual(bodyOf(answered), bodyOf(created));
        const { id, ...rest } = bodyOf(answered);
        assert.deepEqual(rest, { name, roles: body.roles, deleted_at: null });
        assert.equal((await at.scene.me.opa("GET", `/groups/${id}`)).status, 404);
    });

    const refused: readonly (readonly [title: string, body: unknown, status: number])[] = [
        ["a name that is taken", { name: "owners", roles: [] }, 409],
        ["an empty name", { name: "", roles: [] }, 400],
        ["a name of 256 characters", { name: "x".repeat(256), roles: [] }, 400],
        ["a role that is only delegated", { name: "new", roles: ["delegated_resource_admin"] }, 400],
        ["the role of everybody", { name: "new", roles: ["end_user"] }, 400],
    ];
    for (const [title, body, status] of refused) {
        it(`is not made with ${title}`, async () => {
            assert.equal((await at.scene.admin.opa("POST", "/groups", body)).status, status);
        });
    }

    it("changes its roles and nothing else, with 204", async () => {
        await at.scene.opaGroup("payments");
        const body = { name: "renamed", roles: ["end_user", "security_admin"] };

        const { status, text } = await at.scene.admin.opa("PUT", "/groups/payments", body);

        const { name, roles } = made(await at.scene.me.opa("GET", "/groups/payments"));
        assert.deepEqual([status, text, name, roles], [204, "", "payments", ["security_admin"]]);
    });

    it("that administers a resource group shows that among its roles", async () => {
        assert.deepEqual(made(await at.scene.me.opa("GET", "/groups/platform-admins"))["roles"], [
            "delegated_resource_admin",
        ]);
    });

    it("that is built in is neither deleted nor given other roles", async () => {
        const statuses = [];
        for (const name of ["everyone", "owners"]) {
            statuses.push((await at.scene.admin.opa("DELETE", `/groups/${name}`)).status);
            statuses.push((await at.scene.admin.opa("PUT", `/groups/${name}`, { roles: [] })).status);
        }

        assert.deepEqual(statuses, [403, 403, 403, 403]);
    });

    it("is deleted softly: still there by name with the time, gone from lists, from its users and from what it ran", async () => {
        await at.scene.opaGroup("payments", [], "ana@example.com");
        const [platform] = at.scene.tenant.store.resourceGroups.values();
        platform?.delegatedAdminGroupIds.push(at.scene.tenant.store.opaGroupNamed("payments")?.id ?? "");

        const { status } = await at.scene.admin.opa("DELETE", "/groups/payments");

        const { deleted_at } = made(await at.scene.me.opa("GET", "/groups/payments"));
        assert.equal(status, 204);
        assert.match(String(deleted_at), /^20\d\d-/);
        assert.equal((await namesIn(at.scene, "/groups")).includes("payments"), false);
        assert.deepEqual(await namesIn(at.scene, "/groups?only_include_deleted=true"), ["payments"]);
        assert.equal((await namesIn(at.scene, "/groups?include_deleted=true")).includes("payments"), true);
        assert.equal((await namesIn(at.scene, "/users/ana@example.com/groups")).includes("payments"), false);
        assert.equal(platform?.delegatedAdminGroupIds.length, 1);
        assert.equal(at.scene.tenant.store.opaGroupNamed("payments")?.members.size, 0);
        for (const [method, path, body] of [
            ["DELETE", "/groups/payments"],
            ["PUT", "/groups/payments", { roles: [] }],
            ["POST", "/groups/payments/users", { name: "ben@example.com" }],
        ] as const) {
            assert.equal((await at.scene.admin.opa(method, path, body)).status, 404);
        }
    });

    it("may be made again under its old name, with another id", async () => {
        const id = await at.scene.opaGroup("payments");
        made(await at.scene.admin.opa("DELETE", "/groups/payments"));

        const again = await at.scene.opaGroup("payments");

        assert.notEqual(again, id);
        assert.equal(made(await at.scene.me.opa("GET", "/groups/payments"))["id"], again);
    });

    it("is listed by a part of its name, by ids, and without names that are ignored", async () => {
        const ids = [await at.scene.opaGroup("pay-a"), await at.scene.opaGroup("Pay-b")];

        assert.deepEqual(await namesIn(at.scene, "/groups?contains=PAY-"), ["pay-a", "Pay-b"]);
        assert.deepEqual(await namesIn(at.scene, `/groups?id=${ids[0]}&id=${ids[1]}`), ["pay-a", "Pay-b"]);
        assert.deepEqual(await namesIn(at.scene, "/groups?contains=pay-&ignore=pay-b&ignore=pay-a"), ["Pay-b"]);
    });

    it("has its members added and removed by name, service users too", async () => {
        await at.scene.opaGroup("payments");
        const users = "/groups/payments/users";

        const statuses = [];
        for (const [method, path, body] of [
            ["POST", users, { name: "ana@example.com" }],
            ["POST", users, { name: "pulumi-automation" }],
            ["POST", users, { name: "nobody@example.com" }],
            ["DELETE", `${users}/ana@example.com`],
            ["DELETE", `${users}/ana@example.com`],
        ] as const) {
            statuses.push((await at.scene.admin.opa(method, path, body)).status);
        }

        assert.deepEqual(statuses, [204, 204, 400, 204, 404]);
        assert.deepEqual(await namesIn(at.scene, users), ["pulumi-automation"]);
        assert.deepEqual(await namesIn(at.scene, `${users}?user_type=human`), []);
        assert.deepEqual(await namesIn(at.scene, "/users/pulumi-automation/groups?contains=pay"), ["payments"]);
    });
});
