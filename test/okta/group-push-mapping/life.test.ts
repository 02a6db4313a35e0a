import assert from "node:assert/strict";
import { itInEach } from "../support/tenants";

describe("a group push mapping", () => {
    itInEach(
        ["mappingCreateStatus", "mappingDeleteStatus"],
        "is made, pushed, read, kept and deleted",
        async (stage) => {
            const life = stage.begin();

            assert.equal(await life.up(stage.declared), "create");
            const [mapping] = stage.mappings();
            assert.deepEqual(life.state?.id, `${stage.appId}/${stage.source.id}/${mapping?.targetGroupId}`);
            assert.ok(life.state?.outputs["lastPush"]);
            stage.writes();
            assert.equal(await life.refresh(), true);
            assert.deepEqual(await life.preview(stage.declared), { op: "same", properties: [] });
            assert.equal(await life.up(stage.declared), "same");
            assert.deepEqual(stage.writes(), []);
            await life.destroy();

            assert.deepEqual(stage.mappings(), []);
            assert.equal(stage.targets().length, 1);
        },
    );
});
