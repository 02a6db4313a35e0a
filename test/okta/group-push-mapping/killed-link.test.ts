import assert from "node:assert/strict";
import type { Properties } from "../../../resources/lifecycle/declared/plain";
import { makeOpaGroup } from "../../../tenant/store/make-opa";
import type { Life } from "../../support/life-of";
import { onStage, type Stage } from "../support/mapping-stage";
import { killedAt } from "../support/mishaps";

describe("a group push mapping that a killed run left", () => {
    it("is not adopted when it links to somebody else's group, and both are left alone", async () => {
        await onStage({}, async (stage) => {
            const target = await stage.importTarget("team-payments", "unseen");
            const life = await killedOnceMade(stage);
            const [mapping] = stage.mappings();
            assert.equal(mapping?.targetGroupId, target.id);
            stage.writes();

            for (const onExistingMapping of ["fail", "adopt"]) {
                await assert.rejects(life.up({ ...declaredIn(stage), onExistingMapping }), (thrown: Error) => {
                    const said = `already has a group named "team-payments" (${target.id})`;
                    assert.ok(thrown.message.includes(said), thrown.message);
                    assert.match(
                        thrown.message,
                        /Declare onExistingTarget: "link".*or declare another targetGroupName\./,
                    );
                    assert.ok(thrown.message.includes(`mapping ${mapping.id} already links to it`), thrown.message);
                    return true;
                });
            }
            await life.destroy();

            assert.equal(life.state, undefined);
            assert.deepEqual(stage.writes(), []);
            assert.deepEqual([stage.mappings(), stage.targets()], [[mapping], [target]]);
        });
    });

    for (const when of ["before", "after"] as const) {
        it(`never costs somebody else's group its people, however far the run came (killed ${when} a request)`, async () => {
            for (let nth = 1; nth <= 9; nth += 1) {
                await onStage({}, async (stage) => {
                    const target = await stage.importTarget("team-payments", "unseen");
                    const theirs = makeOpaGroup(stage.tenant.store, "team-payments", [], ["emma@example.com"]);
                    theirs.pushedAs = target.id;
                    const life = stage.begin();
                    const { otherwise, killed } = killedAt(nth, when);
                    stage.connectOtherwise(otherwise);
                    await Promise.race([life.up(declaredIn(stage)).catch(() => undefined), killed]);

                    stage.connectOtherwise({});
                    await assert.rejects(
                        life.up(declaredIn(stage)),
                        /(already|OPA) has a group( named)? "team-payments"/,
                    );
                    await life.destroy();
                    stage.tenant.clock.flush();

                    assert.deepEqual(stage.targets(), [target], `request ${nth}`);
                    assert.deepEqual([...theirs.members], ["emma@example.com"], `request ${nth}`);
                });
            }
        });
    }

    for (const deleteTargetGroupOnDestroy of [false, true]) {
        const kept = deleteTargetGroupOnDestroy ? "deleted" : "kept";
        it(`is adopted once onExistingTarget allows the link, its target ${kept} as declared`, async () => {
            await onStage({}, async (stage) => {
                await stage.importTarget("team-payments", "unseen");
                const life = await killedOnceMade(stage);
                const [mapping] = stage.mappings();

                await life.up({ ...declaredIn(stage), onExistingTarget: "link", deleteTargetGroupOnDestroy });

                assert.equal(life.state?.outputs["mappingId"], mapping?.id);
                await life.destroy();
                assert.deepEqual([stage.mappings().length, stage.targets().length], [0, Number(kept === "kept")]);
            });
        });
    }

    it("is adopted when its group was created along with it, and that group is deleted as declared", async () => {
        await onStage({}, async (stage) => {
            const life = await killedOnceMade(stage);
            const [mapping] = stage.mappings();
            stage.tenant.clock.advance(86_400_000);

            await life.up(declaredIn(stage));

            assert.equal(life.state?.outputs["mappingId"], mapping?.id);
            await life.destroy();
            assert.deepEqual([stage.mappings(), stage.targets()], [[], []]);
        });
    });

    for (const [secondsBefore, end] of [
        [4, "adopted"],
        [7, "refused"],
    ] as const) {
        it(`is ${end} when its group is ${secondsBefore} s older`, async () => {
            await onStage({}, async (stage) => {
                const life = await killedOnceMade(stage);
                const [mapping, target] = [stage.mappings()[0], stage.targets()[0]];
                assert.ok(mapping && target);
                const createdMs = mapping.createdMs - secondsBefore * 1000;
                stage.tenant.store.groups.set(target.id, { ...target, createdMs });

                if (end === "adopted") await life.up(declaredIn(stage));
                else await assert.rejects(life.up(declaredIn(stage)), /already has a group named/);

                assert.equal(life.state?.outputs["mappingId"], end === "adopted" ? mapping.id : undefined);
            });
        });
    }
});

describe("a group push mapping created by hand", () => {
    it("is not adopted when it links to the target that a destroyed one left", async () => {
        await onStage({}, async (stage) => {
            const life = stage.begin();
            const declared = { ...stage.declared, waitForPush: 0 };
            await life.up(declared);
            await life.destroy();
            stage.tenant.clock.advance(60_000);
            const body = { sourceGroupId: stage.source.id, targetGroupId: stage.targets()[0]?.id, status: "ACTIVE" };
            await stage.administrator.okta("POST", `/api/v1/apps/${stage.appId}/group-push/mappings`, body);
            stage.writes();

            await assert.rejects(life.up(declared), /already has a group named "team-payments"/);

            assert.deepEqual(stage.writes(), []);
            assert.equal(life.state, undefined);
        });
    });
});

const declaredIn = ({ declared }: Stage): Properties => ({ ...declared, deleteTargetGroupOnDestroy: true });

/** A run that is killed once Okta has made the mapping, before anything was learnt of it. */
async function killedOnceMade(stage: Stage): Promise<Life> {
    const life = stage.begin();
    await new Promise<void>((killed) => {
        stage.connectOtherwise({
            around: (send) => async (request) => {
                const answer = await send(request);
                if (request.method !== "POST") return answer;
                killed();
                return new Promise(() => {});
            },
        });
        void life.up(declaredIn(stage));
    });
    stage.connectOtherwise({});
    assert.equal(life.state, undefined);
    assert.equal(stage.mappings().length, 1);
    return life;
}
