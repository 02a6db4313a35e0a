import assert from "node:assert/strict";
import { bodyOf, headerLines } from "./support/asking";
import { made, type Scene, sceneForEach } from "./support/scene";
import { ServiceApp } from "./support/service-app";

interface Logged {
    readonly eventType: string;
    readonly published: string;
    readonly actor: { readonly alternateId: string };
    readonly target: readonly { readonly id: string; readonly type: string }[];
}

async function events({ me }: Scene, query: Readonly<Record<string, string>> = {}): Promise<readonly Logged[]> {
    return made(await me.okta("GET", `/api/v1/logs?${new URLSearchParams(query)}`));
}

const said = (all: readonly Logged[]) => all.map(({ eventType, actor }) => `${eventType} ${actor.alternateId}`);

const [me, admin, system] = ["pulumi.automation@example.com", "administrator@example.com", "system@okta.com"];

describe("the System Log of the tenant's Okta", () => {
    const at = sceneForEach();

    it("has what was done to groups, members and mappings, by whom, and nothing that changed nothing", async () => {
        const { scene } = at;
        const id = made<{ id: string }>(await scene.me.okta("POST", "/api/v1/groups", { profile: { name: "a" } })).id;
        const ana = `/api/v1/groups/${id}/users/${scene.userId("ana@example.com")}`;
        await scene.admin.okta("PUT", ana);
        await scene.admin.okta("PUT", ana);
        await scene.me.okta("PUT", `/api/v1/groups/${id}`, { profile: { name: "b" } });
        await scene.me.okta("PUT", `/api/v1/groups/${id}`, { profile: { name: "b" } });
        scene.tenant.importMembers(id, []);
        const path = `/api/v1/apps/${scene.tenant.opaAppId}/group-push/mappings`;
        const body = { sourceGroupId: id, targetGroupName: "b" };
        const mapping = made<{ id: string }>(await scene.me.okta("POST", path, body)).id;
        await scene.admin.okta("PATCH", `${path}/${mapping}`, { status: "INACTIVE" });
        await scene.admin.okta("DELETE", `${path}/${mapping}?deleteTargetGroup=true`);
        await scene.admin.okta("DELETE", `/api/v1/groups/${id}`);

        const all = await events(scene, { filter: `target.id eq "${id}"` });

        assert.deepEqual(said(all), [
            `group.lifecycle.create ${me}`,
            `group.user_membership.add ${admin}`,
            `group.profile.update ${me}`,
            `group.user_membership.remove ${system}`,
            `application.provision.group_push.mapping.created ${me}`,
            `application.provision.group_push.deactivate_mapping ${admin}`,
            `application.provision.group_push.delete_appgroup ${admin}`,
            `group.lifecycle.delete ${admin}`,
        ]);
        assert.deepEqual(
            all[1]?.target.map(({ type }) => type),
            ["User", "UserGroup"],
        );
    });

    it("is filtered by type, targets and actor, by keywords, and by time, which is seven days if nothing is said", async () => {
        const { scene } = at;
        const { clock } = scene.tenant;
        const first = await scene.group("first", "ana@example.com");
        const before = new Date(clock.nowMs()).toISOString();
        clock.advance(8 * 86_400_000);
        const second = await scene.group("second", "ben@example.com");
        const both = `eventType eq "group.user_membership.add" and (target.id eq "${first}" or target.id eq "${second}")`;
        const ben = scene.userId("ben@example.com");

        assert.equal((await events(scene, { filter: both })).length, 1);
        const since = new Date(clock.nowMs() - 9 * 86_400_000).toISOString();
        assert.equal((await events(scene, { filter: both, since })).length, 2);
        assert.equal((await events(scene, { filter: both, since, until: before })).length, 1);
        assert.equal((await events(scene, { filter: `target.id eq "${second}" and target.id eq "${ben}"` })).length, 1);
        assert.equal((await events(scene, { since, q: "BEN@example.com membership" })).length, 1);
        const newest = await events(scene, { filter: both, since, sortOrder: "DESCENDING" });
        assert.deepEqual(newest[0]?.target.at(-1)?.id, second);
    });

    it("comes in pages of up to 1000, which keep what was asked, and refuses what it cannot read", async () => {
        const { scene } = at;
        await scene.group("some", "ana@example.com", "ben@example.com", "chloe@example.com");
        const answered = await scene.me.okta("GET", "/api/v1/logs?limit=2&sortOrder=DESCENDING");
        const next = /<[^>]*(\/api[^>]*)>; rel="next"/.exec(headerLines(answered, "link").join())?.[1] ?? "";

        assert.equal(bodyOf<unknown[]>(answered).length, 2);
        assert.match(next, /sortOrder=DESCENDING/);
        assert.ok(made<unknown[]>(await scene.me.okta("GET", next)).length > 0);
        for (const wrong of [
            "limit=1001",
            "since=yesterday",
            "since=2001-01-01T00:00:00Z",
            "filter=published+eq+1",
            "sortOrder=x",
        ]) {
            assert.equal((await scene.me.okta("GET", `/api/v1/logs?${wrong}`)).status, 400, wrong);
        }
    });

    it("needs okta.logs.read of a service app, and has a bucket of its own", async () => {
        const { tenant } = at.scene;
        const status = async (scope: string) => {
            const app = new ServiceApp(tenant, { scopes: [scope] });
            return (await app.call(`Bearer ${await app.token({ scope })}`, {}, "/api/v1/logs")).status;
        };

        assert.deepEqual([await status("okta.groups.read"), await status("okta.logs.read")], [403, 200]);
        tenant.settings.oktaBuckets["/api/v1/logs"] = 2;
        const codes = [];
        for (let n = 0; n < 3; n += 1) codes.push((await at.scene.me.okta("GET", "/api/v1/logs")).status);
        assert.ok(codes.includes(429));
        assert.equal((await at.scene.me.okta("GET", "/api/v1/groups?limit=1")).status, 200);
    });
});
