import assert from "node:assert/strict";
import type { Properties } from "../../../resources/lifecycle/declared/plain";
import { makeGroup } from "../../../tenant/store/make-okta";
import type { Life } from "../../support/life-of";
import { onStage, type Stage } from "../support/mapping-stage";

describe("a group push mapping whose source has no members", () => {
    for (const emptyPush of ["recorded", "unrecorded"] as const) {
        it(`is made, and nothing is left to do, where such a push is ${emptyPush}`, () =>
            onStage({ emptyPush }, async (stage) => {
                const life = stage.begin();
                const declared = ofNobody(stage);

                await life.up(declared);

                assert.deepEqual(await life.preview(declared), { op: "same", properties: [] });
                await life.refresh();
                assert.deepEqual(await life.preview(declared), { op: "same", properties: [] });
                const goesOn = stage.said.filter((line) => line.includes("has no members"));
                assert.equal(goesOn.length, emptyPush === "recorded" ? 0 : 1);
                // Whoever comes later is pushed without any run.
                const { store, clock, opaAppId } = stage.tenant;
                const ana = store.userWithLogin("ana@example.com");
                assert.ok(ana && store.isAssigned(opaAppId, ana.id));
                const path = `/api/v1/groups/${String(declared["sourceGroupId"])}/users/${ana.id}`;
                await stage.administrator.okta("PUT", path);
                clock.flush();
                assert.deepEqual([...(store.opaGroupNamed("empty")?.members ?? [])], ["ana@example.com"]);
                assert.equal((await life.preview(declared)).op, "same");
            }));
    }

    it("is waited for as declared when somebody is in it after all", () =>
        onStage({ pushDelayMs: 60_000 }, async (stage) => {
            const life = stage.begin();

            await life.up({ ...stage.declared, waitForPush: 300 });

            assert.ok(life.state?.outputs["lastPush"]);
            assert.doesNotMatch(stage.said.join("\n"), /has no members/);
        }));

    it("is waited for as declared when its members cannot be seen", () =>
        onStage({ emptyPush: "unrecorded" }, async (stage) => {
            stage.tenant.fail({ method: "GET", path: /\/users$/, status: 403 });

            await assert.rejects(
                stage.begin().up({ ...ofNobody(stage), waitForPush: 40 }),
                /was not pushed within 40 s/,
            );
        }));
});

describe("a group push mapping whose creation had an effect that nobody saw", () => {
    it("says that it may come, and is found by its source though another target is declared by then", () =>
        onStage({}, async (stage) => {
            const life = stage.begin();
            const stop = stage.tenant.follow(({ method, path }) => {
                // The list that would show it is from before.
                if (method === "POST" && path.endsWith("/mappings"))
                    stage.tenant.fail({ path: /mappings$/, body: "[]" });
            });
            stage.tenant.fail({ method: "POST", path: /mappings$/, drop: "after" });

            await assert.rejects(
                life.up(stage.declared),
                /may come into being all the same\. Run the same command again before/,
            );
            stop();
            assert.equal(life.state, undefined);
            const [mapping] = stage.mappings();
            const named = new RegExp(`is already pushed in app 0oa\\w+: mapping ${mapping?.id} `);
            await assert.rejects(life.up({ ...stage.declared, targetGroupName: "cards" }), named);
            await life.up(stage.declared);

            assert.equal(mappingIdIn(life), mapping?.id);
        }));
});

const mappingIdIn = ({ state }: Life): unknown => state?.outputs["mappingId"];

function ofNobody({ tenant, declared }: Stage): Properties {
    const { id } = makeGroup(tenant.store, tenant.clock.nowMs(), { name: "empty" });
    return { ...declared, sourceGroupId: id, targetGroupName: "empty" };
}
