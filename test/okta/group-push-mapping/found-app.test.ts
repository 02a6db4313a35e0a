import assert from "node:assert/strict";
import type { Properties } from "../../../resources/lifecycle/declared/plain";
import { onStage, type Stage } from "../support/mapping-stage";

const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const other = { id: "0oaother", label: "Another OPA" };

describe("a group push mapping whose app was found, not written down", () => {
    it("goes to the only candidate", () =>
        onStage({}, async (stage) => {
            const life = stage.begin();

            await life.up(found(stage, [ours(stage)]));

            assert.equal(life.state?.inputs["appId"], stage.appId);
            assert.ok(!("__appCandidates" in (life.state?.inputs ?? {})));
            assert.ok(!("__appCandidates" in (life.state?.outputs ?? {})));
        }));

    const unclear: readonly [title: string, candidates: Properties[], says: RegExp][] = [
        ["when there is none", [], /^appId: is not declared, .* no active app .*Add or activate one\.$/],
        [
            "when there are two, naming both",
            [{ id: "0oaone", label: "One" }, other],
            /^appId: .* more than one .*: "One" \(0oaone\), "Another OPA" \(0oaother\)\. Declare the appId of one\.$/,
        ],
    ];
    for (const [title, candidates, says] of unclear) {
        it(`is refused ${title}, as long as there is no mapping`, () =>
            onStage({}, async (stage) => {
                await assert.rejects(stage.begin().up(found(stage, candidates)), ({ message }: Error) => {
                    assert.match(message, says);
                    return true;
                });
                assert.deepEqual(stage.writes(), []);
            }));
    }

    const later: readonly [title: string, candidates: (stage: Stage) => unknown, says?: RegExp][] = [
        ["there is another candidate beside its app", (stage) => [other, ours(stage)]],
        ["another is the only candidate", () => [other], /stay pushed to app 0oa\w+, .* "Another OPA" \(0oaother\)/],
        ["there is none any more", () => [], /stay pushed to app 0oa\w+, .* no active app of this kind/],
        ["the candidates are not known yet", () => unknown],
    ];
    for (const [title, candidates, says] of later) {
        it(`stays where it is when ${title}`, () =>
            onStage({}, async (stage) => {
                const life = stage.begin();
                await life.up(found(stage, [ours(stage)]));
                stage.writes();

                const plan = await life.preview(found(stage, candidates(stage)));
                await life.up(found(stage, candidates(stage)));

                assert.deepEqual(plan, { op: "same", properties: [] });
                assert.deepEqual(stage.writes(), []);
                assert.equal(life.state?.inputs["appId"], stage.appId);
                if (says) assert.match(stage.said.join("\n"), says);
            }));
        it(`stays in its app when something else replaces it while ${title}`, () =>
            onStage({}, async (stage) => {
                const life = stage.begin();
                await life.up(found(stage, [ours(stage)]));

                const op = await life.up({ ...found(stage, candidates(stage)), targetGroupName: "other name" });

                assert.equal(op, "replace");
                assert.equal(life.state?.id.split("/")[0], stage.appId);
            }));
    }

    it("stays in its app when its replacement is finished by a later run, while another is the only candidate", () =>
        onStage({}, async (stage) => {
            const life = stage.begin();
            await life.up(found(stage, [ours(stage)]));
            stage.tenant.fail({ method: "POST", path: /mappings$/, status: 403 });
            const renamed = { ...found(stage, [other]), targetGroupName: "other name" };
            await assert.rejects(life.up(renamed));

            await life.up(renamed);

            assert.equal(life.state?.id.split("/")[0], stage.appId);
        }));

    it("says once why it stays, however many mappings there are", () =>
        onStage({}, async (stage) => {
            const life = stage.begin();
            await life.up(found(stage, [ours(stage)]));
            const one = { id: "0oaonce", label: "Only once" };

            for (const _time of [1, 2, 3]) await life.preview(found(stage, [one]));

            assert.equal(stage.said.filter((line) => line.includes("Only once")).length, 1);
        }));

    it("takes an appId beside the candidates for a guess", () =>
        onStage({}, async (stage) => {
            const life = stage.begin();
            await life.up(found(stage, [ours(stage)]));

            const plan = await life.preview({ ...found(stage, [other]), appId: other.id });

            assert.deepEqual(plan, { op: "same", properties: [] });
        }));

    it("moves to the appId that is written down", () =>
        onStage({}, async (stage) => {
            const life = stage.begin();
            await life.up(found(stage, [ours(stage)]));

            const plan = await life.preview({ ...stage.declared, appId: "0oawritten" });

            assert.deepEqual(plan, { op: "replace", properties: ["appId"] });
        }));

    it("is planned while the candidates are not known yet", () =>
        onStage({}, async (stage) => {
            assert.equal((await stage.begin().preview(found(stage, unknown))).op, "create");
        }));
});

const ours = ({ appId }: Stage) => ({ id: appId, label: "Okta Privileged Access" });

function found({ declared }: Stage, appCandidates: unknown): Properties {
    const { appId: _appId, ...rest } = declared;
    return { ...rest, __appCandidates: appCandidates };
}
