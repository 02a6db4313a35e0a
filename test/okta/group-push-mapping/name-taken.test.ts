import assert from "node:assert/strict";
import type { Properties } from "../../../resources/lifecycle/declared/plain";
import { unknownValue } from "../../../resources/lifecycle/declared/unknown";
import { onStage, type Stage } from "../support/mapping-stage";

describe("a group push mapping whose source is to get a name that a group has already", () => {
    it("is refused while its source is not made, or is another group, with what is said of that", () =>
        onStage({}, async (stage) => {
            const life = stage.begin();
            const refused = (inputs: Properties) =>
                assert.rejects(life.preview(inputs), { message: ": There is one." });

            await refused(named(stage, "00gother", { sourceGroupId: unknownValue }));
            await refused(named(stage, "00gother"));
            await life.up(stage.declared);
            await refused(named(stage, "00gother"));
            // The group was deleted and made anew by hand, and state has lost the deleted one.
            await refused(named(stage, "00gother", { sourceGroupId: unknownValue }));
        }));

    it("is planned where that group is its source: known, or about to be replaced; and keeps nothing of it", () =>
        onStage({}, async (stage) => {
            const life = stage.begin();
            const own = stage.source.id;

            assert.equal((await life.preview(named(stage, own))).op, "create");
            await life.up(named(stage, own));
            assert.deepEqual(await life.preview(named(stage, own)), { op: "same", properties: [] });
            assert.equal((await life.preview(named(stage, own, { sourceGroupId: unknownValue }))).op, "replace");
            assert.ok(![life.state?.inputs, life.state?.outputs].some((bag) => "__nameTaken" in (bag ?? {})));
        }));

    it("is planned while it is not known whether there is one, and where there is none", () =>
        onStage({}, async (stage) => {
            const life = stage.begin();
            for (const nameTaken of [unknownValue, { groupId: unknownValue, reason: "" }, null]) {
                const declared = { ...stage.declared, sourceGroupId: unknownValue, __nameTaken: nameTaken };
                assert.equal((await life.preview(declared)).op, "create");
            }
        }));
});

function named({ declared }: Stage, groupId: string, more: Properties = {}): Properties {
    return { ...declared, ...more, __nameTaken: { groupId, reason: "There is one." } };
}
