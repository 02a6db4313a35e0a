import assert from "node:assert/strict";
import { makeApp, makeGroup } from "../../tenant/store/make-okta";
import { bodyOf } from "./support/asking";
import { type MappingOnWire, made, type Scene, sceneForEach } from "./support/scene";

const idsOf = (list: readonly { id: string }[]) => list.map(({ id }) => id);

async function listed(scene: Scene, query = ""): Promise<string[]> {
    return idsOf(made<MappingOnWire[]>(await scene.me.okta("GET", `${scene.mappings}${query}`)));
}

async function setStatus(scene: Scene, id: string, status: string, more: object = {}): Promise<MappingOnWire> {
    return made(await scene.me.okta("PATCH", `${scene.mappings}/${id}`, { status, ...more }));
}

async function found(scene: Scene, search: string): Promise<string[]> {
    const query = new URLSearchParams({ search });
    return idsOf(made<{ id: string }[]>(await scene.me.okta("GET", `/api/v1/groups?${query}`)));
}

describe("a group push mapping in the tenant", () => {
    const at = sceneForEach();

    it("is there at once, by id and in the list, with the id of its target", async () => {
        const mapping = await at.scene.mapping("payments");

        assert.match(mapping.id, /^gPm\w{17}$/);
        assert.deepEqual(await at.scene.read(mapping.id), mapping);
        assert.deepEqual(await listed(at.scene), [mapping.id]);
        const target = at.scene.tenant.store.groups.get(mapping.targetGroupId);
        assert.deepEqual(
            [target?.type, target?.name, target?.appId],
            ["APP_GROUP", "payments", at.scene.tenant.opaAppId],
        );
    });

    it("is listed by its source group, by its status, and by a change on or after a second", async () => {
        const [one, other] = [await at.scene.mapping("one"), await at.scene.mapping("other")];
        // To the second, so that the bound is met exactly.
        const { clock } = at.scene.tenant;
        clock.advance(5000 - (clock.nowMs() % 1000));
        const stopped = await setStatus(at.scene, other.id, "INACTIVE");
        Object.assign(at.scene.tenant.store.mappings.get(other.id) ?? {}, {
            lastUpdatedMs: Date.parse(stopped.lastUpdated),
        });
        const after = new Date(Date.parse(stopped.lastUpdated) + 1000).toISOString().replace(".000", "");

        assert.deepEqual(await listed(at.scene, `?sourceGroupId=${one.sourceGroupId}`), [one.id]);
        assert.deepEqual(await listed(at.scene, "?status=INACTIVE"), [other.id]);
        assert.deepEqual(await listed(at.scene, `?lastUpdated=${stopped.lastUpdated}`), [other.id]);
        assert.deepEqual(await listed(at.scene, `?lastUpdated=${after}`), []);
    });

    it("links to the group that the app has of this name, or of this id", async () => {
        const { store, opaAppId: appId } = at.scene.tenant;
        const [named, known] = ["named", "known"].map((name) =>
            makeGroup(store, 0, { name, type: "APP_GROUP", appId }),
        );

        const targets = [];
        for (const target of [{ targetGroupName: "named" }, { targetGroupId: known?.id }]) {
            const sourceGroupId = await at.scene.group(`source of ${Object.keys(target)}`);
            const body = { sourceGroupId, ...target };
            targets.push(made<MappingOnWire>(await at.scene.me.okta("POST", at.scene.mappings, body)).targetGroupId);
        }

        assert.deepEqual(targets, [named?.id, known?.id]);
    });

    it("makes a group of the app that may have its source's name, and that a search finds a while later", async () => {
        const { targetGroupId } = await at.scene.mapping("payments");
        const search = `type eq "APP_GROUP" and source.id eq "${at.scene.tenant.opaAppId}" and profile.name eq "payments"`;

        const early = await found(at.scene, search);
        at.scene.tenant.clock.advance(500);

        assert.deepEqual([early, await found(at.scene, search)], [[], [targetGroupId]]);
    });

    it("changes its status and nothing else, whatever else is sent, and keeps all but the time of change", async () => {
        const { lastUpdated: _, status: __, ...kept } = await at.scene.mapping("payments");

        const changes = [];
        for (const status of ["INACTIVE", "ACTIVE"]) {
            at.scene.tenant.clock.advance(2000);
            changes.push(
                await setStatus(at.scene, kept.id, status, { targetGroupName: "other", sourceGroupId: "00g" }),
            );
        }

        const [stopped, started] = changes;
        assert.deepEqual([stopped?.status, started?.status], ["INACTIVE", "ACTIVE"]);
        assert.ok((started?.lastUpdated ?? "") > (stopped?.lastUpdated ?? ""));
        for (const { lastUpdated, status, lastPush, ...rest } of changes) assert.deepEqual(rest, kept);
    });

    it("that is created INACTIVE has its target and pushes nothing", async () => {
        const sourceGroupId = await at.scene.group("payments");
        const body = { sourceGroupId, targetGroupName: "payments", status: "INACTIVE" };

        const { id, targetGroupId } = made<MappingOnWire>(await at.scene.me.okta("POST", at.scene.mappings, body));
        at.scene.tenant.clock.flush();

        assert.ok(at.scene.tenant.store.groups.has(targetGroupId));
        assert.equal((await at.scene.read(id)).lastPush, undefined);
        assert.equal(at.scene.tenant.store.opaGroupNamed("payments"), undefined);
    });

    it("that is deleted without its target leaves the app's group, in Okta and in OPA", async () => {
        const { id, targetGroupId } = await at.scene.mapping("payments", "ana@example.com");
        at.scene.tenant.clock.flush();
        await setStatus(at.scene, id, "INACTIVE");

        const { status, text } = await at.scene.me.okta("DELETE", `${at.scene.mappings}/${id}?deleteTargetGroup=false`);
        at.scene.tenant.clock.flush();

        assert.deepEqual([status, text, await listed(at.scene)], [200, "", []]);
        assert.ok(at.scene.tenant.store.groups.has(targetGroupId));
        assert.deepEqual([...(at.scene.tenant.store.opaGroupNamed("payments")?.members ?? [])], ["ana@example.com"]);
        assert.equal(at.scene.tenant.store.opaGroupNamed("payments")?.deletedAtMs, undefined);
    });

    it("that is deleted with its target takes the group from Okta at once, from search and OPA later", async () => {
        const { id, targetGroupId } = await at.scene.mapping("payments");
        at.scene.tenant.clock.flush();
        await setStatus(at.scene, id, "INACTIVE");

        made(await at.scene.me.okta("DELETE", `${at.scene.mappings}/${id}?deleteTargetGroup=true`));
        const { status } = await at.scene.me.okta("GET", `/api/v1/groups/${targetGroupId}`);
        const early = [...(await found(at.scene, 'profile.name eq "payments"'))].includes(targetGroupId);
        at.scene.tenant.clock.flush();
        const late = [...(await found(at.scene, 'profile.name eq "payments"'))].includes(targetGroupId);

        assert.deepEqual([status, early, late], [404, true, false]);
        assert.ok(at.scene.tenant.store.opaGroupNamed("payments")?.deletedAtMs);
    });

    it("whose push failed may be deleted as it is", async () => {
        at.scene.tenant.failPush({ outcome: "error" });
        const { id } = await at.scene.mapping("payments");
        at.scene.tenant.clock.flush();

        const { status } = await at.scene.me.okta("DELETE", `${at.scene.mappings}/${id}?deleteTargetGroup=false`);

        assert.equal(status, 200);
    });

    it("that is deleted, or whose source group is, answers 404", async () => {
        const [one, other] = [await at.scene.mapping("one"), await at.scene.mapping("other")];
        await setStatus(at.scene, one.id, "INACTIVE");

        made(await at.scene.me.okta("DELETE", `${at.scene.mappings}/${one.id}?deleteTargetGroup=false`));
        made(await at.scene.admin.okta("DELETE", `/api/v1/groups/${other.sourceGroupId}`));

        for (const { id } of [one, other]) {
            const answered = await at.scene.me.okta("GET", `${at.scene.mappings}/${id}`);
            assert.equal(answered.status, 404);
            assert.equal(bodyOf(answered)["errorSummary"], `Not found: Resource not found: ${id} (GroupPushMapping)`);
        }
    });

    it("on an app without group push is stored and never pushes", async () => {
        const app = makeApp(at.scene.tenant.store, 0, { name: "deelhr", label: "People" });
        const path = `/api/v1/apps/${app.id}/group-push/mappings`;
        const body = { sourceGroupId: await at.scene.group("payments"), targetGroupName: "payments" };

        const { id } = made<MappingOnWire>(await at.scene.me.okta("POST", path, body));
        at.scene.tenant.clock.flush();
        const { status, lastPush } = made<MappingOnWire>(await at.scene.me.okta("GET", `${path}/${id}`));

        assert.deepEqual([status, lastPush], ["ACTIVE", undefined]);
    });
});

describe("a mapping to Active Directory in the tenant", () => {
    const at = sceneForEach();

    const appConfig = {
        type: "ACTIVE_DIRECTORY",
        distinguishedName: "dc=example,dc=com",
        groupScope: "GLOBAL",
        groupType: "SECURITY",
        samAccountName: "payments",
    };

    const create = async (config: unknown) => {
        const app = makeApp(at.scene.tenant.store, 0, { name: "active_directory", label: "example.com" });
        const body = { sourceGroupId: await at.scene.group("payments"), targetGroupName: "payments" };
        const path = `/api/v1/apps/${app.id}/group-push/mappings`;
        return at.scene.me.okta("POST", path, config === undefined ? body : { ...body, appConfig: config });
    };

    it("keeps its configuration and shows it", async () => {
        const mapping = made(await create(appConfig));

        assert.deepEqual(mapping["appConfig"], appConfig);
    });

    const broken = [
        undefined,
        {},
        ...Object.keys(appConfig).map((field) => ({ ...appConfig, [field]: undefined })),
        ...Object.keys(appConfig).map((field) => ({ ...appConfig, [field]: "" })),
        { ...appConfig, groupScope: "WORLD" },
        { ...appConfig, type: "LDAP" },
    ];
    for (const config of broken) {
        it(`is refused with the configuration ${JSON.stringify(config)}`, async () => {
            const { status } = await create(config);

            assert.deepEqual([status, at.scene.tenant.store.mappings.size], [400, 0]);
        });
    }
});
