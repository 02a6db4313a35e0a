import assert from "node:assert/strict";
import { onStage, type Stage } from "../support/mapping-stage";

/** Ways to come to a target that Okta has given its source's name by the time it is looked at. */
const ways: Readonly<Record<string, (stage: Stage) => Promise<void> | void>> = {
    "nothing goes wrong": () => {},
    "the first look at the group fails": ({ tenant }) =>
        void tenant.fail({ method: "GET", path: /\/groups\/00g\w+$/, nth: 2, status: 403 }),
    "Okta answers the creation later than it pushes": ({ tenant }) =>
        void tenant.fail({ method: "POST", path: /mappings$/, delayMs: 3000 }),
    async "the group is there before"(stage) {
        await stage.importTarget("cards");
    },
};

describe("a group push mapping in an app that names its groups as their sources", () => {
    for (const [way, prepare] of Object.entries(ways)) {
        for (const deleteTargetGroupOnDestroy of [false, "if-created", true]) {
            for (const onExistingTarget of way.includes("before") ? ["link"] : ["link", "fail"]) {
                const declared = { targetGroupName: "cards", onExistingTarget, deleteTargetGroupOnDestroy };
                it(`is as declared from then on, where ${way}, with ${JSON.stringify(declared)}`, () =>
                    onStage({ sourceRename: "renames-target" }, async (stage) => {
                        await prepare(stage);
                        const life = stage.begin();
                        const inputs = { ...stage.declared, ...declared };
                        await life.up(inputs).catch(() => life.up(inputs));
                        stage.tenant.clock.flush();
                        const [target] = stage.mappings().map(({ targetGroupId }) => targetGroupId);

                        for (const look of ["state", "refreshed"]) {
                            if (look === "refreshed") await life.refresh();
                            assert.deepEqual(await life.preview(inputs), { op: "same", properties: [] }, look);
                        }

                        await life.up(inputs);
                        assert.equal(stage.targets("team-payments")[0]?.id, target);
                    }));
            }
        }
    }
});
