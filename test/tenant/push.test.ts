import assert from "node:assert/strict";
import { assign, makeApp } from "../../tenant/store/make-okta";
import { bodyOf } from "./support/asking";
import { type MappingOnWire, made, type Scene, sceneForEach } from "./support/scene";

const groupIn = ({ tenant }: Scene, name = "payments") => {
    const group = tenant.store.opaGroupNamed(name);
    return group && [...group.members].sort();
};

const put = async (scene: Scene, groupId: string, login: string, method = "PUT") =>
    made(await scene.me.okta(method, `/api/v1/groups/${groupId}/users/${scene.userId(login)}`));

const lifecycle = async (scene: Scene, login: string, step: string) =>
    made(await scene.admin.okta("POST", `/api/v1/users/${scene.userId(login)}/lifecycle/${step}`));

describe("a push in the tenant", () => {
    const at = sceneForEach({ settings: { pushDelayMs: 1000, membershipDelayMs: 200 } });

    it("brings the group later than the call, and the members later than the group", async () => {
        const { id } = await at.scene.mapping("payments", "ana@example.com", "ben@example.com");
        const { clock } = at.scene.tenant;

        const seen = [];
        for (const durationMs of [900, 150, 250]) {
            clock.advance(durationMs);
            seen.push([groupIn(at.scene), (await at.scene.read(id)).lastPush !== undefined]);
        }

        assert.deepEqual(seen, [
            [undefined, false],
            [[], true],
            [["ana@example.com", "ben@example.com"], true],
        ]);
    });

    it("gives the group an id of OPA's, unlike every id of Okta's, and no sign of where it came from", async () => {
        const { sourceGroupId, targetGroupId } = await at.scene.mapping("payments");
        at.scene.tenant.clock.flush();

        const { id, ...rest } = bodyOf(await at.scene.me.opa("GET", "/groups/payments"));

        assert.match(String(id), /^[0-9a-f-]{36}$/);
        assert.equal([sourceGroupId, targetGroupId].includes(String(id)), false);
        assert.deepEqual(Object.keys(rest), ["name", "roles", "deleted_at"]);
    });

    it("makes whom it brings a user of the team, and so a member of the group of all", async () => {
        const person = { login: "mia@example.com", firstName: "Mia", lastName: "Moreau" };
        made(await at.scene.admin.okta("POST", "/api/v1/users", { profile: person }));
        await at.scene.mapping("payments", person.login);
        at.scene.tenant.clock.flush();

        const path = "/groups/everyone/users?starts_with=mia";
        const { list } = made<{ list: Record<string, unknown>[] }>(await at.scene.me.opa("GET", path));

        const details = { email: person.login, first_name: "Mia", last_name: "Moreau", full_name: "Mia Moreau" };
        assert.deepEqual(
            list.map(({ name, user_type, status, details: its }) => [name, user_type, status, its]),
            [[person.login, "human", "ACTIVE", details]],
        );
    });

    it("pushes changes of members a while later, both ways", async () => {
        const { sourceGroupId } = await at.scene.mapping("payments", "ana@example.com");
        at.scene.tenant.clock.flush();

        await put(at.scene, sourceGroupId, "ben@example.com");
        await put(at.scene, sourceGroupId, "ana@example.com", "DELETE");
        const early = groupIn(at.scene);
        at.scene.tenant.clock.advance(1250);

        assert.deepEqual([early, groupIn(at.scene)], [["ana@example.com"], ["ben@example.com"]]);
    });

    it("pushes the last of many changes, however close together they come", async () => {
        const { sourceGroupId } = await at.scene.mapping("payments");
        at.scene.tenant.clock.advance(900);
        for (const login of ["ana@example.com", "ben@example.com", "chloe@example.com"]) {
            await put(at.scene, sourceGroupId, login);
        }

        at.scene.tenant.clock.flush();

        assert.deepEqual(groupIn(at.scene), ["ana@example.com", "ben@example.com", "chloe@example.com"]);
    });

    it("leaves out who is not active, and brings them once they are", async () => {
        await lifecycle(at.scene, "ben@example.com", "suspend");
        await at.scene.mapping("payments", "ana@example.com", "ben@example.com");
        at.scene.tenant.clock.flush();
        const before = groupIn(at.scene);

        await lifecycle(at.scene, "ben@example.com", "unsuspend");
        at.scene.tenant.clock.flush();
        const between = groupIn(at.scene);
        await lifecycle(at.scene, "ana@example.com", "deactivate");
        at.scene.tenant.clock.flush();

        assert.deepEqual(
            [before, between, groupIn(at.scene)],
            [["ana@example.com"], ["ana@example.com", "ben@example.com"], ["ben@example.com"]],
        );
    });

    it("leaves out who is not assigned to the app, and brings them once they are", async () => {
        const { store, opaAppId } = at.scene.tenant;
        store.appAssignments.get(opaAppId)?.clear();
        await at.scene.mapping("payments", "ana@example.com", "ben@example.com");
        at.scene.tenant.clock.flush();
        const before = groupIn(at.scene);

        const assigned = await at.scene.group("may use it", "ana@example.com");
        const path = `/api/v1/apps/${opaAppId}/groups/${assigned}`;
        made(await at.scene.admin.okta("PUT", path));
        at.scene.tenant.clock.flush();
        const between = groupIn(at.scene);
        await put(at.scene, assigned, "ben@example.com");
        at.scene.tenant.clock.flush();
        const both = groupIn(at.scene);
        made(await at.scene.admin.okta("DELETE", path));
        at.scene.tenant.clock.flush();

        assert.deepEqual(
            [before, between, both, groupIn(at.scene)],
            [[], ["ana@example.com"], ["ana@example.com", "ben@example.com"], []],
        );
    });

    it("stops when the mapping does, and leaves who is there", async () => {
        const { id, sourceGroupId } = await at.scene.mapping("payments", "ana@example.com");
        at.scene.tenant.clock.flush();
        made(await at.scene.me.okta("PATCH", `${at.scene.mappings}/${id}`, { status: "INACTIVE" }));

        await put(at.scene, sourceGroupId, "ben@example.com");
        at.scene.tenant.clock.flush();
        const stopped = groupIn(at.scene);
        made(await at.scene.me.okta("PATCH", `${at.scene.mappings}/${id}`, { status: "ACTIVE" }));
        at.scene.tenant.clock.flush();

        assert.deepEqual([stopped, groupIn(at.scene)], [["ana@example.com"], ["ana@example.com", "ben@example.com"]]);
    });

    it("stops while the app is not active", async () => {
        const app = `/api/v1/apps/${at.scene.tenant.opaAppId}/lifecycle`;
        made(await at.scene.admin.okta("POST", `${app}/deactivate`));
        await at.scene.mapping("payments", "ana@example.com");
        at.scene.tenant.clock.flush();
        const before = groupIn(at.scene);

        made(await at.scene.admin.okta("POST", `${app}/activate`));
        at.scene.tenant.clock.flush();

        assert.deepEqual([before, groupIn(at.scene)], [undefined, ["ana@example.com"]]);
    });

    it("keeps service users that were added in OPA", async () => {
        const { sourceGroupId } = await at.scene.mapping("payments", "ana@example.com");
        at.scene.tenant.clock.flush();
        made(await at.scene.admin.opa("POST", "/groups/payments/users", { name: "pulumi-automation" }));

        await put(at.scene, sourceGroupId, "ben@example.com");
        at.scene.tenant.clock.flush();

        assert.deepEqual(groupIn(at.scene), ["ana@example.com", "ben@example.com", "pulumi-automation"]);
    });

    it("makes the group anew, with another id, when it was deleted in OPA", async () => {
        const { sourceGroupId } = await at.scene.mapping("payments", "ana@example.com");
        at.scene.tenant.clock.flush();
        const before = at.scene.tenant.store.opaGroupNamed("payments")?.id;
        made(await at.scene.admin.opa("DELETE", "/groups/payments"));

        await put(at.scene, sourceGroupId, "ben@example.com");
        at.scene.tenant.clock.flush();

        const after = at.scene.tenant.store.opaGroupNamed("payments");
        assert.notEqual(after?.id, before);
        assert.deepEqual(groupIn(at.scene), ["ana@example.com", "ben@example.com"]);
    });

    it("to another app than OPA's is done and reaches nobody in OPA", async () => {
        const { store } = at.scene.tenant;
        const app = makeApp(store, 0, { name: "okta_org2org", label: "Other org", features: ["GROUP_PUSH"] });
        assign(store, 0, app.id, [...store.groups.keys()][0] ?? "");
        const path = `/api/v1/apps/${app.id}/group-push/mappings`;
        const body = { sourceGroupId: await at.scene.group("payments"), targetGroupName: "payments" };
        const { id } = made<{ id: string }>(await at.scene.me.okta("POST", path, body));

        at.scene.tenant.clock.flush();

        assert.ok(bodyOf(await at.scene.me.okta("GET", `${path}/${id}`))["lastPush"]);
        assert.equal(groupIn(at.scene), undefined);
    });

    for (const [sourceRename, name] of [
        ["renames-target", "source"],
        ["deactivates-mapping", "elsewhere"],
    ] as const) {
        it(`has the name ${name} when the app ${sourceRename} and it was declared as another than its source's`, async () => {
            const { tenant, me } = at.scene;
            tenant.settings.sourceRename = sourceRename;
            const sourceGroupId = await at.scene.group("source", "ana@example.com");
            const body = { sourceGroupId, targetGroupName: "elsewhere" };
            const { id, targetGroupId } = made<MappingOnWire>(await me.okta("POST", at.scene.mappings, body));
            const early = tenant.store.groups.get(targetGroupId)?.name;

            tenant.clock.flush();

            const search = new URLSearchParams({ search: `type eq "APP_GROUP" and profile.name eq "${name}"` });
            const found = made<{ id: string }[]>(await me.okta("GET", `/api/v1/groups?${search}`));
            assert.deepEqual([early, found.map((group) => group.id)], ["elsewhere", [targetGroupId]]);
            assert.deepEqual(groupIn(at.scene, name), ["ana@example.com"]);
            assert.equal((await at.scene.read(id)).status, "ACTIVE");
        });
    }

    it("keeps the name it was declared with when its source's is taken in the app", async () => {
        await at.scene.opaGroup("source");
        const body = { sourceGroupId: await at.scene.group("source"), targetGroupName: "elsewhere" };
        const { id, targetGroupId } = made<MappingOnWire>(await at.scene.me.okta("POST", at.scene.mappings, body));

        at.scene.tenant.clock.flush();

        assert.equal((await at.scene.read(id)).status, "ACTIVE");
        assert.equal(at.scene.tenant.store.groups.get(targetGroupId)?.name, "elsewhere");
    });

    it("follows a renamed source to search and to OPA, unless the name is taken there", async () => {
        const [one, other] = [await at.scene.mapping("one"), await at.scene.mapping("other")];
        at.scene.tenant.clock.flush();
        await at.scene.opaGroup("taken");
        const rename = async (groupId: string, name: string) => {
            made(await at.scene.admin.okta("PUT", `/api/v1/groups/${groupId}`, { profile: { name } }));
            at.scene.tenant.clock.flush();
        };

        await rename(one.sourceGroupId, "free");
        await rename(other.sourceGroupId, "taken");

        const search = new URLSearchParams({ search: 'type eq "APP_GROUP" and profile.name eq "free"' });
        const found = made<{ id: string }[]>(await at.scene.me.okta("GET", `/api/v1/groups?${search}`));
        const { groups } = at.scene.tenant.store;
        assert.deepEqual(
            found.map(({ id }) => id),
            [one.targetGroupId],
        );
        assert.deepEqual([groupIn(at.scene, "free"), groupIn(at.scene, "one")], [[], undefined]);
        assert.deepEqual(
            [groups.get(other.targetGroupId)?.name, (await at.scene.read(other.id)).status],
            ["other", "ERROR"],
        );
    });
});

describe("a push fault in the tenant", () => {
    const at = sceneForEach();

    it("puts the mapping into ERROR, which nothing pushes any more until it is made active again", async () => {
        at.scene.tenant.failPush({ outcome: "error" });
        const { id, sourceGroupId } = await at.scene.mapping("payments", "ana@example.com");
        at.scene.tenant.clock.flush();
        const failed = await at.scene.read(id);
        await put(at.scene, sourceGroupId, "ben@example.com");
        at.scene.tenant.clock.flush();
        const still = groupIn(at.scene);

        made(await at.scene.me.okta("PATCH", `${at.scene.mappings}/${id}`, { status: "ACTIVE" }));
        at.scene.tenant.clock.flush();

        assert.deepEqual([failed.status, failed.lastPush, still], ["ERROR", undefined, undefined]);
        assert.deepEqual(
            [(await at.scene.read(id)).status, groupIn(at.scene)],
            ["ACTIVE", ["ana@example.com", "ben@example.com"]],
        );
    });

    it("lets a push stay away without a sign", async () => {
        at.scene.tenant.failPush({ outcome: "never" });
        const { id } = await at.scene.mapping("payments", "ana@example.com");

        at.scene.tenant.clock.flush();

        const { status, lastPush } = await at.scene.read(id);
        assert.deepEqual([status, lastPush, groupIn(at.scene)], ["ACTIVE", undefined, undefined]);
    });

    it("hits the source group it names, as often as it says", async () => {
        at.scene.tenant.failPush({ outcome: "error", group: "payments", times: 2 });
        const ids: string[] = [];
        for (const name of ["other", "payments"]) ids.push((await at.scene.mapping(name)).id);
        const again = async () =>
            made(await at.scene.me.okta("PATCH", `${at.scene.mappings}/${ids[1]}`, { status: "ACTIVE" }));
        const seen = [];
        for (let n = 0; n < 3; n += 1) {
            at.scene.tenant.clock.flush();
            seen.push((await at.scene.read(ids[1] ?? "")).status);
            await again();
        }

        assert.equal((await at.scene.read(ids[0] ?? "")).status, "ACTIVE");
        assert.deepEqual(seen, ["ERROR", "ERROR", "ACTIVE"]);
    });

    it("keeps OPA from deleting a group that Okta has deleted", async () => {
        const { id } = await at.scene.mapping("payments");
        at.scene.tenant.clock.flush();
        made(await at.scene.me.okta("PATCH", `${at.scene.mappings}/${id}`, { status: "INACTIVE" }));
        at.scene.tenant.failPush({ outcome: "error" });

        const { status } = await at.scene.me.okta("DELETE", `${at.scene.mappings}/${id}?deleteTargetGroup=true`);
        at.scene.tenant.clock.flush();

        assert.deepEqual([status, at.scene.tenant.store.opaGroupNamed("payments")?.deletedAtMs], [200, undefined]);
    });
});
