import assert from "node:assert/strict";
import { removePushed } from "../../../tenant/push/deliver";
import { makeApp, makeGroup } from "../../../tenant/store/make-okta";
import { onStage, type Stage } from "../support/mapping-stage";
import { itInEach } from "../support/tenants";

describe("a group push mapping that changes", () => {
    const effects: readonly [change: Record<string, unknown>, op: string][] = [
        [{ appId: "0oaother" }, "replace"],
        [{ sourceGroupId: "00gother" }, "replace"],
        [{ targetGroupName: "other" }, "replace"],
        [{ targetGroupName: undefined, targetGroupId: "00gother" }, "replace"],
        [{ status: "INACTIVE" }, "update"],
        [{ deleteTargetGroupOnDestroy: true }, "update"],
        [{ onExistingTarget: "link" }, "same"],
        [{ onExistingMapping: "adopt" }, "same"],
        [{ waitForPush: 10 }, "same"],
    ];

    it("is replaced, updated or left alone, as its page says, without any request", async () => {
        await onStage({}, async (stage) => {
            const life = stage.begin();
            await life.up(stage.declared);
            stage.requests();

            for (const [change, op] of effects) {
                const declared = Object.entries({ ...stage.declared, ...change }).filter(
                    ([, value]) => value !== undefined,
                );
                assert.equal((await life.preview(Object.fromEntries(declared))).op, op, JSON.stringify(change));
            }

            assert.deepEqual(stage.requests(), []);
        });
    });

    it("to the id of the target it has stays as it is", async () => {
        await onStage({}, async (stage) => {
            const life = stage.begin();
            await life.up(stage.declared);
            const { targetGroupName: _, ...rest } = stage.declared;
            const declared = { ...rest, targetGroupId: stage.mappings()[0]?.targetGroupId };

            assert.deepEqual(await life.preview(declared), { op: "same", properties: [] });
            await life.up({ ...declared, status: "INACTIVE" });
            await life.refresh();
            assert.equal(life.state?.inputs["targetGroupId"], declared.targetGroupId);
            assert.equal(life.state?.inputs["targetGroupName"], undefined);
        });
    });

    it("to something not known yet is planned as a replacement", async () => {
        await onStage({}, async (stage) => {
            const life = stage.begin();
            await life.up(stage.declared);
            const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

            const plan = await life.preview({ ...stage.declared, sourceGroupId: unknown });

            assert.deepEqual(plan, { op: "replace", properties: ["sourceGroupId"] });
        });
    });

    itInEach(
        ["sourceMappedTwice", "existingTargetName", "targetMappedTwice"],
        "its source is deleted first and re-created with the same target, without onExistingTarget",
        async (stage) => {
            // Otherwise the app would give the target its new source's name.
            stage.tenant.settings.sourceRename = "deactivates-mapping";
            const life = stage.begin();
            await life.up(stage.declared);
            const [before] = stage.mappings();
            stage.tenant.clock.advance(60_000);
            const other = makeGroup(stage.tenant.store, stage.tenant.clock.nowMs(), { name: "other" });
            stage.writes();

            assert.equal(await life.up({ ...stage.declared, sourceGroupId: other.id }), "replace");

            assert.deepEqual(stage.writes(), ["PATCH mappings/{id}", "DELETE mappings/{id}", "POST mappings"]);
            assert.deepEqual(
                stage.mappings().map(({ sourceGroupId, targetGroupId }) => [sourceGroupId, targetGroupId]),
                [[other.id, before?.targetGroupId]],
            );
            assert.equal(stage.targets().length, 1);
        },
    );

    itInEach(["sourceMappedTwice"], "its target leaves the old group in the app", async (stage) => {
        const life = stage.begin();
        await life.up(stage.declared);
        stage.writes();

        await life.up({ ...stage.declared, targetGroupName: "other" });

        assert.deepEqual(
            stage.writes().map((write) => write.split(" ")[0]),
            ["PATCH", "DELETE", "POST", "PATCH"],
        );
        assert.deepEqual([stage.targets().length, stage.targets("other").length, stage.mappings().length], [1, 1, 1]);
    });

    itInEach(["targetDeletion"], "its target deletes the old group when that was declared", async (stage) => {
        // Otherwise the app would give the new target its source's name.
        stage.tenant.settings.sourceRename = "deactivates-mapping";
        const life = stage.begin();
        await life.up({ ...stage.declared, deleteTargetGroupOnDestroy: true });

        await life.up({ ...stage.declared, deleteTargetGroupOnDestroy: true, targetGroupName: "other" });

        assert.deepEqual([stage.targets().length, stage.targets("other").length], [0, 1]);
    });

    it("its source does not link to the old target that Okta takes long to delete", async () => {
        await onStage({}, async (stage) => {
            stage.tenant.settings.sourceRename = "deactivates-mapping";
            const other = makeGroup(stage.tenant.store, stage.tenant.clock.nowMs(), { name: "other" });
            const life = stage.begin();
            const declared = { ...stage.declared, deleteTargetGroupOnDestroy: true };
            await life.up(declared);
            const [dying] = stage.targets();
            assert.ok(dying);
            stage.connectOtherwise({
                around: (send) => (request) =>
                    send(request.method === "DELETE" ? { ...request, query: { deleteTargetGroup: false } } : request),
            });

            const news = { ...declared, sourceGroupId: other.id };
            await assert.rejects(life.up(news), /already has a group named "team-payments"/);
            assert.deepEqual(stage.mappings(), []);
            stage.tenant.store.groups.delete(dying.id);
            await assert.rejects(life.up(news), /OPA still has the group "team-payments" .*Run the same command again/);
            assert.deepEqual(stage.mappings(), []);
            removePushed(stage.tenant.store, dying.id, stage.tenant.settings, stage.tenant.clock.nowMs());
            await life.up(news);

            assert.equal(stage.mappings().length, 1);
            assert.notEqual(stage.mappings()[0]?.targetGroupId, dying.id);
        });
    });

    itInEach([], "its app is pushed to the new app before the old mapping is deleted", async (stage) => {
        const life = stage.begin();
        await life.up(stage.declared);
        const app = secondApp(stage);
        stage.requests();

        await life.up({ ...stage.declared, appId: app.id });

        const writes = stage.requests().filter((request) => request.writes);
        assert.deepEqual(
            writes.map(({ method, path }) => [method, path.includes(app.id)]),
            [
                ["POST", true],
                ["PATCH", true],
                ["PATCH", false],
                ["DELETE", false],
            ],
        );
        assert.deepEqual(
            stage.mappings().map(({ appId }) => appId),
            [app.id],
        );
    });

    it("its target name along with the source's links to the renamed target even if the search does not know it yet", async () => {
        await onStage({ sourceRename: "renames-target", searchLagMs: 1_000_000_000 }, async (stage) => {
            const life = stage.begin();
            await life.up(stage.declared);
            const [before] = stage.mappings();
            stage.tenant.clock.advance(60_000);
            await stage.administrator.okta("PUT", `/api/v1/groups/${stage.source.id}`, {
                profile: { name: "team-money" },
            });
            stage.tenant.clock.advance(60_000);

            await life.up({ ...stage.declared, targetGroupName: "team-money" });

            assert.deepEqual(
                stage.mappings().map(({ targetGroupId }) => targetGroupId),
                [before?.targetGroupId],
            );
        });
    });

    itInEach(
        ["sourceRename"],
        "its target name along with the source's ends with what Okta made of the renaming",
        async (stage) => {
            const life = stage.begin();
            await life.up(stage.declared);
            const [before] = stage.mappings();
            stage.tenant.clock.advance(60_000);
            await stage.administrator.okta("PUT", `/api/v1/groups/${stage.source.id}`, {
                profile: { name: "team-money" },
            });
            stage.tenant.clock.advance(60_000);

            await life.up({ ...stage.declared, targetGroupName: "team-money" });

            const [mapping] = stage.mappings();
            const isSame = mapping?.targetGroupId === before?.targetGroupId;
            assert.equal(isSame, stage.tenant.settings.sourceRename === "renames-target");
            assert.equal(mapping?.status, "ACTIVE");
            assert.equal(life.state?.outputs["targetGroupName"], "team-money");
        },
    );
});

function secondApp({ tenant }: Stage) {
    const given = { name: "scim_app", label: "Another", features: ["GROUP_PUSH"] };
    return makeApp(tenant.store, tenant.clock.nowMs(), given);
}
