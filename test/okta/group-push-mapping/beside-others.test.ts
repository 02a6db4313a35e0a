import assert from "node:assert/strict";
import { unknownValue } from "../../../resources/lifecycle/declared/unknown";
import { groupPushMapping } from "../../../resources/okta/group-push-mapping/provider";
import { makeGroup } from "../../../tenant/store/make-okta";
import { onStage, type Stage } from "../support/mapping-stage";

/** Somebody else's mapping in the same app; resolves with its target. */
async function another({ tenant, administrator, appId, mappings }: Stage): Promise<string> {
    const source = makeGroup(tenant.store, tenant.clock.nowMs(), { name: "billing" });
    const body = { sourceGroupId: source.id, targetGroupName: "billing" };
    await administrator.okta("POST", `/api/v1/apps/${appId}/group-push/mappings`, body);
    tenant.clock.advance(60_000);
    return mappings().find(({ sourceGroupId }) => sourceGroupId === source.id)?.targetGroupId ?? "";
}

const byId = ({ declared: { targetGroupName: _, ...others } }: Stage, targetGroupId: string) => ({
    ...others,
    targetGroupId,
});

describe("a group push mapping in an app where others push", () => {
    it("says nothing, and links to an existing group that none of them fills", async () => {
        await onStage({}, async (stage) => {
            await another(stage);
            const target = await stage.importTarget("team-payments");

            await stage.begin().up({ ...stage.declared, onExistingTarget: "link" });

            assert.equal(
                stage.mappings().find((one) => one.targetGroupId === target.id)?.sourceGroupId,
                stage.source.id,
            );
            assert.deepEqual(stage.said, []);
        });
    });

    it("to a target given by id never adopts the mapping of its source to another target", async () => {
        await onStage({}, async (stage) => {
            await stage.begin().up(stage.declared);
            const target = await stage.importTarget("elsewhere");
            stage.writes();

            await assert.rejects(
                stage.begin().up(byId(stage, target.id)),
                /is already pushed in app 0oa\w+: mapping gPm/,
            );

            assert.deepEqual(stage.writes(), []);
        });
    });

    it("to a target given by id adopts the mapping that an interrupted run made", async () => {
        await onStage({}, async (stage) => {
            const target = await stage.importTarget("elsewhere");
            const life = stage.begin();
            await life.up(byId(stage, target.id));
            life.forget();
            stage.writes();

            await life.up(byId(stage, target.id));

            assert.deepEqual(stage.writes(), []);
            assert.equal(stage.mappings().length, 1);
        });
    });
});

describe("a group push mapping that is replaced", () => {
    it("with its target gets a new target of the same name, although the search shows the old one", async () => {
        await onStage({ sourceRename: "deactivates-mapping" }, async (stage) => {
            const life = stage.begin();
            const declared = { ...stage.declared, deleteTargetGroupOnDestroy: true };
            await life.up(declared);
            const [before] = stage.targets();
            stage.tenant.clock.advance(60_000);
            const source = makeGroup(stage.tenant.store, stage.tenant.clock.nowMs(), { name: "other" });

            await life.up({ ...declared, sourceGroupId: source.id });

            const [now, more] = stage.targets();
            assert.notEqual(now?.id, before?.id);
            assert.equal(more, undefined);
            assert.equal(stage.mappings()[0]?.targetGroupId, now?.id);
        });
    });

    it("makes a new target where somebody has deleted the one that was left to it", async () => {
        await onStage({ sourceRename: "deactivates-mapping" }, async (stage) => {
            stage.connectOtherwise({ isWithoutOpa: true });
            const life = stage.begin();
            await life.up(stage.declared);
            const [before] = stage.targets();
            stage.tenant.store.mappings.clear();
            stage.tenant.store.groups.delete(before?.id ?? "");
            const source = makeGroup(stage.tenant.store, stage.tenant.clock.nowMs(), { name: "other" });

            await life.up({ ...stage.declared, sourceGroupId: source.id });

            assert.equal(stage.mappings()[0]?.sourceGroupId, source.id);
            assert.notEqual(stage.mappings()[0]?.targetGroupId, before?.id);
        });
    });
});

describe("the deletion of a group push mapping whose successor is declared", () => {
    /** Deletes the mapping for a successor that is not made yet. */
    async function deleted(stage: Stage, more: object, isMade = false, without: "mapping" | "nothing" = "nothing") {
        const life = stage.begin();
        const declared = { ...stage.declared, deleteTargetGroupOnDestroy: true };
        await life.up(declared);
        if (without === "mapping") stage.tenant.store.mappings.clear();
        const { id = "", outputs = {} } = life.state ?? {};
        const send = stage.connect();
        await groupPushMapping(() => send).delete(id, outputs, { declared: { ...declared, ...more }, isMade });
        return stage.said.join("\n");
    }

    it("does not wait to know what is not known yet", async () => {
        await onStage({}, async (stage) => {
            await deleted(stage, { sourceGroupId: unknownValue });

            assert.deepEqual(stage.mappings(), []);
        });
    });

    it("warns of a target that stays, unless the successor uses it", async () => {
        const stays = /Target group "team-payments" \(00g\w+\) was not deleted/;
        for (const [more, expected] of [
            [{ targetGroupName: "other" }, true],
            [{}, false],
        ] as const) {
            await onStage({}, async (stage) => {
                assert.equal(stays.test(await deleted(stage, more, true, "mapping")), expected, JSON.stringify(more));
            });
        }
        await onStage({}, async (stage) => {
            const life = stage.begin();
            await life.up({ ...stage.declared, deleteTargetGroupOnDestroy: true });
            stage.tenant.store.mappings.clear();
            const { id = "", outputs = {} } = life.state ?? {};
            const successor = byId(stage, String(outputs["targetGroupId"]));
            const send = stage.connect();
            await groupPushMapping(() => send).delete(id, outputs, { declared: successor, isMade: true });

            assert.doesNotMatch(stage.said.join("\n"), stays);
        });
    });
});

describe("a group push mapping that is looked up by its id alone", () => {
    it("has no name while its target cannot be seen, and is there all the same", async () => {
        await onStage({}, async (stage) => {
            const life = stage.begin();
            await life.up(stage.declared);
            const { id = "", outputs } = life.state ?? {};
            const target = new RegExp(`groups/${outputs?.["targetGroupId"]}$`);
            const send = stage.connect();
            const read = groupPushMapping(() => send);
            assert.equal((await read.read(id, {}))?.outputs["targetGroupName"], "team-payments");
            stage.tenant.fail({ method: "GET", path: target, status: 404, times: 9 });

            const found = await groupPushMapping(() => stage.connect()).read(id, {});

            assert.equal(found?.id, id);
        });
    });
});
