import assert from "node:assert/strict";
import { onStage } from "../support/mapping-stage";
import { faults } from "../support/mishaps";
import { itInEach } from "../support/tenants";

describe("a group push mapping", () => {
    itInEach(
        ["mappingCreateStatus", "mappingDeleteStatus"],
        "is created, pushed, read, kept and deleted",
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

    for (const [name, fault] of Object.entries(faults)) {
        if (!["500", "503", "dropped after", "late", "unreadable", "not as documented"].includes(name)) continue;
        it(`whose creation may have happened (${name}) is looked for and never requested twice`, async () => {
            for (const declaredById of [false, true]) {
                await onStage({}, async (stage) => {
                    const targetGroupId = (await stage.importTarget("team-payments")).id;
                    const { targetGroupName: _, ...rest } = stage.declared;
                    const declared = declaredById
                        ? { ...rest, targetGroupId }
                        : { ...rest, targetGroupName: "another" };
                    const life = stage.begin();
                    stage.tenant.fail({ ...fault, method: "POST", path: /mappings$/ });
                    stage.tenant.clearRequests();

                    const isMade = fault.status === undefined;
                    if (isMade) await life.up(declared);
                    else await assert.rejects(life.up(declared), new RegExp(`POST .*${name}`));

                    const tries = stage.tenant.requests.filter(
                        ({ method, path }) => method === "POST" && path.endsWith("/mappings"),
                    );
                    assert.equal(tries.length, 1);
                    assert.equal(stage.mappings().length, isMade ? 1 : 0);
                    assert.equal(life.state?.outputs["mappingId"], stage.mappings()[0]?.id);
                });
            }
        });
    }
});
