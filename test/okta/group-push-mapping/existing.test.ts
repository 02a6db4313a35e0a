import assert from "node:assert/strict";
import { existingIdKey } from "../../../resources/lifecycle/declared/plain";
import { unknownValue } from "../../../resources/lifecycle/declared/unknown";
import { onStage, type Stage } from "../support/mapping-stage";

describe("a group push mapping that is there already, given by its id", function () {
    this.timeout(60_000);

    /** Made as the Workflows flow does it, which links to a group that was imported before. */
    async function linked(stage: Stage, status = "ACTIVE", name = "team-payments"): Promise<string> {
        const target = await stage.importTarget(name);
        const body = { sourceGroupId: stage.source.id, targetGroupId: target.id, status };
        const path = `/api/v1/apps/${stage.appId}/group-push/mappings`;
        const { id } = (await stage.administrator.okta("POST", path, body)) as { id: string };
        stage.tenant.clock.advance(60_000);
        stage.writes();
        return id;
    }
    const by = (stage: Stage, id: string, more = {}) => ({ ...stage.declared, [existingIdKey]: id, ...more });

    it("is taken over without a write, although its target group is older than it, and keeps that when it goes", async () => {
        await onStage({}, async (stage) => {
            const id = await linked(stage);
            const declared = by(stage, id, { deleteTargetGroupOnDestroy: "if-created" });
            const life = stage.begin();

            assert.equal(await life.up(declared), "create");
            assert.equal((await life.preview(declared)).op, "same");
            assert.equal(await life.refresh(), true);
            assert.equal((await life.preview(declared)).op, "same");

            assert.deepEqual(stage.writes(), []);
            assert.equal(life.state?.outputs["mappingId"], id);
            assert.equal(existingIdKey in (life.state?.outputs ?? {}), false);
            await life.destroy();
            assert.deepEqual(stage.mappings(), []);
            assert.equal(stage.targets().length, 1);
        });
    });

    it("is refused in a preview with each difference; a status is changed with adoption", async () => {
        await onStage({}, async (stage) => {
            const id = await linked(stage, "INACTIVE", "payments");
            const life = stage.begin();

            await assert.rejects(life.preview(by(stage, id)), {
                message:
                    `: Group push mapping ${id} is not what is declared: the name of the target group is "payments", declared ` +
                    '"team-payments"; the status is "INACTIVE", declared "ACTIVE". Declare what is there: only the status of a mapping ' +
                    "can be changed.",
            });
            const named = by(stage, id, { targetGroupName: "payments" });
            await assert.rejects(life.preview(named), /the status is "INACTIVE".* or onExistingMapping: "adopt"/);
            assert.deepEqual(stage.writes(), []);
            await life.up({ ...named, onExistingMapping: "adopt" });

            assert.deepEqual(stage.writes(), ["PATCH mappings/{id}"]);
        });
    });

    it("is never another one of the same group", async () => {
        await onStage({}, async (stage) => {
            await linked(stage);

            await assert.rejects(
                stage.begin().preview(by(stage, "gPmnone")),
                /: There is no group push mapping gPmnone in app /,
            );
        });
    });

    it("is not compared while something about it is not known yet, except for what is only used while creating", async () => {
        await onStage({}, async (stage) => {
            const id = await linked(stage, "INACTIVE");

            const unknown = by(stage, id, { sourceGroupId: unknownValue });
            assert.equal((await stage.begin().preview(unknown)).op, "create");
            const settled = by(stage, id, { waitForPush: unknownValue });
            await assert.rejects(stage.begin().preview(settled), /the status is "INACTIVE", declared "ACTIVE"/);
        });
    });

    it("leaves its group to what replaces it", async () => {
        await onStage({}, async (stage) => {
            const id = await linked(stage);
            const declared = by(stage, id, { deleteTargetGroupOnDestroy: "if-created" });
            const life = stage.begin();
            await life.up(declared);
            const [target] = stage.targets();

            const profile = { name: "another source" };
            const source = (await stage.administrator.okta("POST", "/api/v1/groups", { profile })) as { id: string };

            await life.up({ ...declared, sourceGroupId: source.id });

            assert.notEqual(life.state?.outputs["mappingId"], id);
            assert.equal(life.state?.outputs["targetGroupId"], target?.id);
        });
    });
});
