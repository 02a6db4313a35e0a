import assert from "node:assert/strict";
import { dynamicProvider } from "../../../resources/lifecycle/dynamic-provider";
import { groupPushMapping } from "../../../resources/okta/group-push-mapping/provider";
import { makeGroup } from "../../../tenant/store/make-okta";
import { onStage, type Stage } from "../support/mapping-stage";
import { itInEach } from "../support/tenants";

describe("a group push mapping changed outside Pulumi", () => {
    itInEach(
        ["sourceRename"],
        "that the app gave its source's name in place of the declared one is the same",
        async (stage) => {
            const declared = { ...stage.declared, targetGroupName: "elsewhere" };
            const life = stage.begin();
            await life.up(declared);
            stage.tenant.clock.advance(60_000);
            const name = stage.tenant.settings.sourceRename === "renames-target" ? "team-payments" : "elsewhere";
            assert.equal(stage.targets(name).length, 1);
            stage.writes();

            await life.refresh();

            assert.equal((await life.preview(declared)).op, "same");
            assert.equal(await life.up(declared), "same");
            await life.destroy();
            assert.deepEqual([stage.mappings(), stage.targets(name).length], [[], 1]);
        },
    );

    itInEach(
        ["sourceMappedTwice", "existingTargetName"],
        "that was deleted is drift, and re-created with the target it had",
        async (stage) => {
            const { life, targetGroupId } = await begun(stage);
            const { id } = life.state ?? {};
            await deletedByHand(stage, false);

            assert.equal(await life.refresh(), true);
            assert.equal(life.state?.outputs["status"], "MISSING");
            assert.deepEqual(await life.preview(stage.declared), { op: "update", properties: ["status"] });
            stage.writes();
            assert.equal(await life.up(stage.declared), "update");

            assert.deepEqual(stage.writes(), ["POST mappings"]);
            assert.deepEqual(
                stage.mappings().map((one) => one.targetGroupId),
                [targetGroupId],
            );
            assert.equal(stage.targets().length, 1);
            assert.equal(life.state?.id, id);
            assert.equal(life.state?.outputs["mappingId"], stage.mappings()[0]?.id);
            assert.equal(await life.refresh(), true);
            assert.equal((await life.preview(stage.declared)).op, "same");
        },
    );

    itInEach([], "that was deleted is re-created without a refresh, once something else changes", async (stage) => {
        const { life, targetGroupId } = await begun(stage);
        await deletedByHand(stage, false);

        assert.equal(await life.up({ ...stage.declared, status: "INACTIVE" }), "update");

        assert.deepEqual(
            stage.mappings().map(({ status, ...one }) => [status, one.targetGroupId]),
            [["INACTIVE", targetGroupId]],
        );
    });

    itInEach(
        ["targetDeletion"],
        "that is gone along with its target leaves state, and is created anew",
        async (stage) => {
            const { life } = await begun(stage);
            await deletedByHand(stage, true);
            stage.tenant.clock.advance(10_000);

            assert.equal(await life.refresh(), false);
            assert.equal(await life.up(stage.declared), "create");

            assert.equal(stage.mappings().length, 1);
            assert.equal(stage.targets().length, 1);
        },
    );

    itInEach([], "that is gone along with its source group stays MISSING, and can be destroyed", async (stage) => {
        stage.tenant.settings.sourceDeletion = "mapping-gone";
        const { life } = await begun(stage);
        await stage.administrator.okta("DELETE", `/api/v1/groups/${stage.source.id}`);
        stage.writes();

        assert.equal(await life.refresh(), true);
        assert.deepEqual(await life.preview(stage.declared), { op: "update", properties: ["status"] });
        await assert.rejects(life.up(stage.declared), /^Error: Source group \w+ does not exist\. Declare the id/);
        await life.destroy();

        assert.deepEqual(stage.writes(), []);
        assert.equal(life.state, undefined);
    });

    for (const deleteTargetGroupOnDestroy of [false, true]) {
        const declaredTo = deleteTargetGroupOnDestroy ? "delete" : "keep";
        itInEach(
            [],
            `whose source group was re-created links the new one to the same target, declared to ${declaredTo} it`,
            async (stage) => {
                stage.tenant.settings.sourceDeletion = "mapping-gone";
                const declared = { ...stage.declared, deleteTargetGroupOnDestroy };
                const life = stage.begin();
                await life.up(declared);
                const targetGroupId = stage.mappings()[0]?.targetGroupId;
                await stage.administrator.okta("DELETE", `/api/v1/groups/${stage.source.id}`);
                stage.tenant.clock.advance(60_000);
                const renewed = makeGroup(stage.tenant.store, stage.tenant.clock.nowMs(), { name: "team-payments" });
                await life.refresh();

                assert.equal(await life.up({ ...declared, sourceGroupId: renewed.id }), "replace");

                assert.deepEqual(
                    stage.mappings().map((one) => [one.sourceGroupId, one.targetGroupId]),
                    [[renewed.id, targetGroupId]],
                );
                assert.equal(stage.targets().length, 1);
                // It is in use.
                assert.doesNotMatch(stage.said.join("\n"), /was not deleted/);
            },
        );
    }

    it("is not taken for gone when a lost right hides it, its source and its target", async () => {
        await onStage({}, async (stage) => {
            const { life } = await begun(stage);
            stage.tenant.fail({ method: "GET", path: /mappings\/gPm/, status: 404 });
            for (const look of ["first", "second"]) {
                stage.tenant.fail({ method: "GET", path: /mappings$/, body: "[]" });
                stage.tenant.fail({ method: "GET", path: /api\/v1\/groups\/00g/, status: 404, times: 2 });

                assert.equal(await life.refresh(), true, look);
                assert.equal(life.state?.outputs["status"], "MISSING", look);
            }
            await life.refresh();

            assert.equal(life.state?.outputs["status"], "ACTIVE");
        });
    });

    itInEach(
        ["errorMappingPatch", "errorMappingDelete"],
        "whose source group is gone while it remains in ERROR stays in state and can be deleted",
        async (stage) => {
            stage.tenant.settings.sourceDeletion = "mapping-in-error";
            const { errorMappingPatch, errorMappingDelete } = stage.tenant.settings;
            const { life } = await begun(stage);
            await stage.administrator.okta("DELETE", `/api/v1/groups/${stage.source.id}`);

            assert.equal(await life.refresh(), true);
            assert.deepEqual((await life.preview(stage.declared)).properties, ["status"]);
            await assert.rejects(life.up(stage.declared), /Source group \w+ does not exist/);
            if (errorMappingPatch === "refused" && errorMappingDelete === "refused") {
                await assert.rejects(life.destroy(), /refuses to delete or deactivate.*Push Groups tab/);
            } else {
                await life.destroy();
                assert.deepEqual(stage.mappings(), []);
            }
        },
    );

    for (const withTarget of [false, true]) {
        const what = withTarget ? "it and its target are" : "it is";
        itInEach(["targetDeletion"], `is destroyed without an error when ${what} already gone`, async (stage) => {
            const { life } = await begun(stage);
            await deletedByHand(stage, withTarget);
            stage.writes();

            await life.destroy();

            assert.deepEqual(stage.writes(), []);
        });
    }

    it("warns of a target group that can no longer be deleted along with it", async () => {
        await onStage({}, async (stage) => {
            const life = stage.begin();
            await life.up({ ...stage.declared, deleteTargetGroupOnDestroy: true });
            await deletedByHand(stage, false);

            await life.destroy();

            assert.match(
                stage.said.join("\n"),
                /Target group "team-payments" \(00g\w+\) was not deleted.*mapping is already gone.*If nothing else of this run uses the group, delete it/,
            );
            assert.equal(stage.targets().length, 1);
        });
    });

    itInEach([], "that somebody re-created with the same target is the same resource", async (stage) => {
        const { life, targetGroupId } = await begun(stage);
        await deletedByHand(stage, false);
        const body = { sourceGroupId: stage.source.id, targetGroupId };
        const { id } = (await stage.administrator.okta("POST", mappingsPath(stage), body)) as { id: string };

        assert.equal(await life.refresh(), true);

        assert.equal(life.state?.outputs["mappingId"], id);
        assert.equal((await life.preview(stage.declared)).op, "same");
    });

    itInEach(["sameStatusPatch"], "that was deactivated is activated and pushed again", async (stage) => {
        const { life } = await begun(stage);
        const [mapping] = stage.mappings();
        stage.tenant.clock.advance(10_000);
        await stage.administrator.okta("PATCH", `${mappingsPath(stage)}/${mapping?.id}`, { status: "INACTIVE" });

        assert.equal(await life.refresh(), true);
        assert.deepEqual(await life.preview(stage.declared), { op: "update", properties: ["status"] });
        const before = life.state?.outputs["lastPush"];
        stage.writes();
        await life.up(stage.declared);

        assert.deepEqual(stage.writes(), ["PATCH mappings/{id}"]);
        assert.notEqual(life.state?.outputs["lastPush"], before);
        assert.equal(stage.mappings()[0]?.status, "ACTIVE");
    });

    itInEach(["sourceRename"], "whose source group was renamed ends ACTIVE with the same target", async (stage) => {
        const { life, targetGroupId } = await begun(stage);
        await stage.administrator.okta("PUT", `/api/v1/groups/${stage.source.id}`, { profile: { name: "renamed" } });
        stage.tenant.clock.advance(10_000);

        assert.equal(await life.refresh(), true);
        await life.up(stage.declared);

        assert.deepEqual(
            stage.mappings().map(({ status, ...one }) => [status, one.targetGroupId]),
            [["ACTIVE", targetGroupId]],
        );
        assert.equal((await life.preview(stage.declared)).op, "same");
    });

    it("is never taken for gone because the app, or anything else, could not be read", async () => {
        for (const status of [401, 403, 404, 429, 500, 503]) {
            await onStage({}, async (stage) => {
                const { life } = await begun(stage);
                const before = life.state;
                stage.tenant.fail({ path: /\/apps\//, status, times: 1000 });

                await assert.rejects(life.refresh(), `refresh, ${status}`);
                await assert.rejects(life.destroy(), `destroy, ${status}`);

                assert.deepEqual(life.state, before);
                assert.equal(stage.mappings().length, 1);
            });
        }
    });

    it("shows no change after a push of other members, nor does a second refresh, until there is other news", async () => {
        await onStage({}, async (stage) => {
            const { life } = await begun(stage);
            const before = life.state;
            const { okta } = stage.administrator;
            const user = stage.tenant.store.userWithLogin("emma@example.com");
            stage.tenant.clock.advance(3_600_000);
            await okta("PUT", `/api/v1/groups/${stage.source.id}/users/${user?.id}`);
            stage.tenant.clock.flush();
            assert.notEqual(stage.mappings()[0]?.lastPushMs, Date.parse(String(before?.outputs["lastPush"])));

            await life.refresh();
            await life.refresh();

            assert.deepEqual(life.state?.outputs, before?.outputs);
            const [mapping] = stage.mappings();
            assert.ok(mapping);
            Object.assign(mapping, { status: "INACTIVE" });
            await life.refresh();
            assert.notEqual(life.state?.outputs["lastPush"], before?.outputs["lastPush"]);
            await life.up(stage.declared);
            assert.equal((await life.preview(stage.declared)).op, "same");
        });
    });

    it("lives beside a mapping of somebody else that is not as documented", async () => {
        await onStage({}, async (stage) => {
            const broken = { id: "gPmbroken", sourceGroupId: "00gtheirs", targetGroupId: "00gtheirs2", status: null };
            stage.connectOtherwise({
                around: (send) => async (request) => {
                    const answer = await send(request);
                    return Array.isArray(answer.body) && /mappings$/.test(request.path)
                        ? { ...answer, body: [broken, ...answer.body] }
                        : answer;
                },
            });
            const { life } = await begun(stage);

            assert.equal(await life.refresh(), true);
            await life.up({ ...stage.declared, status: "INACTIVE" });
            await life.destroy();

            assert.deepEqual(stage.mappings(), []);
        });
    });

    it("is neither read nor taken for gone when it is not as documented itself", async () => {
        await onStage({}, async (stage) => {
            const { life, targetGroupId } = await begun(stage);
            const before = life.state;
            const broken = [{ id: "gPmbroken", sourceGroupId: stage.source.id, targetGroupId, status: null }];
            stage.tenant.fail({ method: "GET", path: /mappings$/, body: JSON.stringify(broken), times: 2 });

            await assert.rejects(life.refresh(), /not as the API documents it: GET/);
            await assert.rejects(life.destroy(), /not as the API documents it: GET/);

            assert.deepEqual(life.state, before);
        });
    });

    it("is kept in state when the list omits it but a read finds it", async () => {
        await onStage({}, async (stage) => {
            const { life } = await begun(stage);
            stage.tenant.fail({ method: "GET", path: /mappings$/, body: "[]" });

            assert.equal(await life.refresh(), true);

            assert.equal(life.state?.outputs["status"], "ACTIVE");
        });
    });

    itInEach([], "is found by its id alone", async (stage) => {
        const { life } = await begun(stage);
        const { id = "", outputs = {} } = life.state ?? {};
        const send = stage.connect();
        const provider = dynamicProvider(groupPushMapping(() => send));

        const { props = {} } = await provider.read(id, {});
        const { props: withInputs = {} } = await provider.read(id, { ...stage.declared });

        for (const property of ["mappingId", "targetGroupId", "targetGroupName", "status", "lastPush", "appId"]) {
            assert.equal(props[property], outputs[property], property);
        }
        assert.equal(withInputs["targetDeclaredBy"], "name");
        assert.deepEqual(await provider.read(`${stage.appId}/00gnone/00gnone`, {}), {});
        await assert.rejects(provider.read("gPm1", {}), /"gPm1" is not the id of a group push mapping/);
    });
});

async function begun(stage: Stage) {
    const life = stage.begin();
    await life.up(stage.declared);
    return { life, targetGroupId: stage.mappings()[0]?.targetGroupId ?? "" };
}

const mappingsPath = ({ appId }: Stage) => `/api/v1/apps/${appId}/group-push/mappings`;

async function deletedByHand(stage: Stage, withTarget: boolean): Promise<void> {
    const path = `${mappingsPath(stage)}/${stage.mappings()[0]?.id}`;
    await stage.administrator.okta("PATCH", path, { status: "INACTIVE" });
    await stage.administrator.okta("DELETE", `${path}?deleteTargetGroup=${withTarget}`);
}
