import assert from "node:assert/strict";
import type { Properties } from "../../../resources/lifecycle/declared/plain";
import { makeApp } from "../../../tenant/store/make-okta";
import { onStage, type Stage } from "../support/mapping-stage";

describe("a group push mapping that moves to another app of OPA", () => {
    for (const deleteTargetGroupOnDestroy of ["if-created", true, false] as const) {
        it(`keeps the team's group in OPA, with its people (deleteTargetGroupOnDestroy: ${deleteTargetGroupOnDestroy})`, () =>
            onStage({}, async (stage) => {
                const declared: Properties = { ...stage.declared, deleteTargetGroupOnDestroy };
                const life = stage.begin();
                await life.up(declared);
                stage.tenant.clock.flush();
                const [before] = inOpa(stage);
                const app = anotherApp(stage);

                await life.up({ ...declared, appId: app });
                stage.tenant.clock.flush();

                assert.deepEqual(inOpa(stage), [before]);
                assert.deepEqual(
                    stage.mappings().map(({ appId }) => appId),
                    [app],
                );
                const said = stage.said.filter((line) => line.startsWith("Kept target group"));
                assert.equal(said.length, deleteTargetGroupOnDestroy === false ? 0 : 1);
                await life.destroy();
                stage.tenant.clock.flush();
                assert.equal(inOpa(stage).length, deleteTargetGroupOnDestroy === false ? 1 : 0);
            }));
    }

    it("deletes the old target as declared when the new one has another name", () =>
        onStage({}, async (stage) => {
            const declared: Properties = { ...stage.declared, deleteTargetGroupOnDestroy: true };
            const life = stage.begin();
            await life.up(declared);

            await life.up({ ...declared, appId: anotherApp(stage), targetGroupName: "cards" });

            assert.deepEqual(stage.targets("team-payments"), []);
        }));
});

function anotherApp({ tenant, appId }: Stage): string {
    const app = tenant.store.apps.get(appId);
    assert.ok(app);
    const { name, features } = app;
    const made = makeApp(tenant.store, tenant.clock.nowMs(), { name, label: "Another OPA", features });
    const assignments = tenant.store.appAssignments.get(appId);
    if (assignments) tenant.store.appAssignments.set(made.id, new Map(assignments));
    return made.id;
}

const inOpa = ({ tenant }: Stage) =>
    [...tenant.store.opaGroups.values()]
        .filter(({ name, deletedAtMs }) => name === "team-payments" && deletedAtMs === undefined)
        .map(({ id, members }) => ({ id, members: [...members] }));
