import assert from "node:assert/strict";
import { onStage, type Stage } from "../support/mapping-stage";

/** Bodies of other programs. */
const foreign = ["<html><h1>404</h1></html>", "", '{"error":"upstream"}', '{"message":"no such route","code":404}'];

/** Whoever deletes the mapping by hand leaves its group. */
async function deletedByHand(stage: Stage): Promise<string> {
    const [mapping] = stage.mappings();
    assert.ok(mapping);
    const path = `/api/v1/apps/${stage.appId}/group-push/mappings/${mapping.id}`;
    await stage.administrator.okta("PATCH", path, { status: "INACTIVE" });
    await stage.administrator.okta("DELETE", `${path}?deleteTargetGroup=false`);
    return mapping.targetGroupId;
}

describe("an answer of another program than Okta", () => {
    for (const body of foreign) {
        it(`is no proof that a target group is gone: 404 ${body}`, async () => {
            await onStage({}, async (stage) => {
                const life = stage.begin();
                await life.up(stage.declared);
                const targetId = await deletedByHand(stage);
                stage.tenant.fail({
                    method: "GET",
                    path: new RegExp(`/groups/${targetId}$`),
                    status: 404,
                    body,
                    times: 99,
                });

                await assert.rejects(life.refresh(), /The answer is not Okta's own: GET/);

                assert.ok(life.state, "the mapping is forgotten");
            });
        });

        it(`deletes no mapping in ERROR whose repair is answered 400 ${body}`, async () => {
            await onStage({}, async (stage) => {
                const life = stage.begin();
                stage.tenant.failPush({ outcome: "error" });
                await assert.rejects(life.up(stage.declared), /failed \(status ERROR\)/);
                const [mapping] = stage.mappings();
                stage.writes();
                stage.tenant.fail({ method: "PATCH", status: 400, body, times: 99 });

                await assert.rejects(life.up(stage.declared), /The answer is not Okta's own: PATCH/);

                assert.equal(stage.mappings()[0]?.id, mapping?.id);
                assert.ok(stage.writes().every((write) => write.startsWith("PATCH")));
            });
        });
    }

    it("to a deletion is no deletion: the app's list tells", async () => {
        await onStage({}, async (stage) => {
            const life = stage.begin();
            await life.up(stage.declared);
            stage.connectOtherwise({
                around: (send) => async (request) =>
                    request.method === "DELETE"
                        ? { status: 200, headers: new Headers(), body: { message: "maintenance" } }
                        : send(request),
            });

            await assert.rejects(
                life.destroy(),
                /mapping gPm\w+ still exists .*The answer is not as the API documents it/,
            );

            assert.equal(stage.mappings().length, 1);
            assert.ok(life.state);
        });
    });

    it("to a deletion that happened is no failure", async () => {
        await onStage({}, async (stage) => {
            const life = stage.begin();
            await life.up(stage.declared);
            stage.tenant.fail({ method: "DELETE", body: '{"message":"maintenance"}' });

            await life.destroy();

            assert.deepEqual([stage.mappings(), life.state], [[], undefined]);
        });
    });

    it("about a group is refused when it is about another group, or says no time of its creation", async () => {
        for (const change of [{ id: "00gAnother" }, { created: "yesterday" }]) {
            await onStage({}, async (stage) => {
                const life = stage.begin();
                stage.connectOtherwise({
                    around: (send) => async (request) => {
                        const answer = await send(request);
                        const isAbout = (id: string) => `${request.path} ${request.query?.["filter"]}`.includes(id);
                        if (!stage.targets().some(({ id }) => isAbout(id))) return answer;
                        const changed = (one: unknown) => ({ ...Object(one), ...change });
                        const { body } = answer;
                        return { ...answer, body: Array.isArray(body) ? body.map(changed) : changed(body) };
                    },
                });

                await assert.rejects(life.up({ ...stage.declared, deleteTargetGroupOnDestroy: "if-created" }));
                await life.destroy().catch(() => undefined);

                assert.equal(stage.targets().length, 1, "a group is deleted whose age was never seen");
            });
        }
    });

    it("is no list of mappings: nothing is forgotten and nothing made", async () => {
        for (const body of ["{}", '{"list":[]}', "null", '{"message":"maintenance"}']) {
            await onStage({}, async (stage) => {
                const life = stage.begin();
                await life.up(stage.declared);
                stage.writes();
                stage.tenant.fail({ method: "GET", path: /group-push\/mappings$/, body, times: 99 });

                await assert.rejects(life.refresh(), /not as the API documents it/);
                await assert.rejects(life.destroy(), /not as the API documents it/);
                await assert.rejects(stage.begin().up(stage.declared), /not as the API documents it/);

                assert.deepEqual([stage.mappings().length, stage.writes().length], [1, 0]);
            });
        }
    });
});
