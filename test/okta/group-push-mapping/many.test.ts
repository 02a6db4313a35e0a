import assert from "node:assert/strict";
import { dynamicProvider } from "../../../resources/lifecycle/dynamic-provider";
import { groupPushMapping } from "../../../resources/okta/group-push-mapping/provider";
import { makeGroup } from "../../../tenant/store/make-okta";
import type { State } from "../../support/life-of";
import { lifeOf } from "../../support/life-of";
import { onStage, type Stage, shortened } from "../support/mapping-stage";

const many = 60;

describe("many group push mappings of one app", () => {
    it("are created with two calls each on the app's scarce budget, and a list now and then for all of them", async () => {
        await onStage({ pushDelayMs: 20_000 }, async (stage) => {
            await made(stage);

            const calls = callsOnApps(stage);
            assert.equal(calls["POST mappings"], many);
            assert.equal(calls["PATCH mappings/{id}"], many);
            assert.equal(calls["GET app"], 1);
            assert.equal(calls["GET groups"], 1);
            assert.equal(calls["GET mappings/{id}"], undefined);
            // So many lists as time passes, whatever that is on a busy machine; each mapping waiting for itself would read hundreds.
            assert.ok((calls["GET mappings"] ?? 0) <= many, `${calls["GET mappings"]} lists`);
            assert.equal(stage.mappings().filter(({ lastPushMs }) => lastPushMs !== undefined).length, many);
        });
    });

    it("are read with one list, however many there are", async () => {
        await onStage({}, async (stage) => {
            const states = await made(stage);
            stage.requests();
            const send = stage.connect();
            const provider = dynamicProvider(groupPushMapping(() => send));

            const found = await Promise.all(states.map(({ id, outputs }) => provider.read(id, outputs)));

            assert.deepEqual(stage.requests().map(shortened), ["GET mappings"]);
            assert.deepEqual(
                found.map(({ props }) => props?.["mappingId"]),
                states.map(({ outputs }) => outputs["mappingId"]),
            );
        });
    });

    it("are destroyed with two calls each and a list now and then", async () => {
        await onStage({}, async (stage) => {
            const states = await made(stage);
            stage.requests();
            const send = stage.connect();
            const provider = dynamicProvider(groupPushMapping(() => send));

            await Promise.all(states.map(({ id, outputs }) => provider.delete(id, outputs)));

            const calls = callsOnApps(stage);
            assert.deepEqual(calls, { "GET mappings": 1, "PATCH mappings/{id}": many, "DELETE mappings/{id}": many });
            assert.deepEqual(stage.mappings(), []);
        });
    });

    it("are destroyed along with their groups, of which nobody asks for one alone", async () => {
        await onStage({}, async (stage) => {
            const states = await made(stage);
            stage.requests();
            const send = stage.connect();
            const provider = dynamicProvider(groupPushMapping(() => send));

            await Promise.all(
                states.map(({ id, outputs }) => provider.delete(id, { ...outputs, deleteTargetGroupOnDestroy: true })),
            );

            const looks = stage.requests().filter(({ path }) => path.startsWith("/api/v1/groups"));
            assert.deepEqual(looks.filter(({ path }) => path !== "/api/v1/groups").map(shortened), []);
            assert.ok(looks.length > 0);
            const targets = [...stage.tenant.store.groups.values()].filter(({ type }) => type === "APP_GROUP");
            assert.deepEqual([stage.mappings(), targets], [[], []]);
        });
    });

    it("see what this process wrote since the list was read, before anybody asks again", async () => {
        await onStage({}, async (stage) => {
            const [one, other] = await made(stage, 2);
            const send = stage.connect();
            const provider = dynamicProvider(groupPushMapping(() => send));
            assert.ok(one && other);

            await provider.read(one.id, one.outputs);
            await provider.delete(one.id, one.outputs);
            const { props } = await provider.read(one.id, one.outputs);

            assert.equal(props?.["status"], "MISSING");
        });
    });

    it("are read again after a list that failed once", async () => {
        await onStage({}, async (stage) => {
            const states = await made(stage, 4);
            stage.tenant.fail({ method: "GET", path: /mappings$/, status: 403 });
            const send = stage.connect();
            const provider = dynamicProvider(groupPushMapping(() => send));
            const [one] = states;

            await assert.rejects(provider.read(one?.id ?? "", one?.outputs ?? {}), /403/);
            const found = await Promise.all(states.map(({ id, outputs }) => provider.read(id, outputs)));

            assert.equal(found.filter(({ props }) => props?.["status"] === "ACTIVE").length, 4);
        });
    });
});

/** Makes that many in one run, as the engine does: at the same time, in one process. */
async function made(stage: Stage, count = many): Promise<readonly State[]> {
    const { tenant, appId } = stage;
    const send = stage.connect();
    const provider = dynamicProvider(groupPushMapping(() => send));
    return Promise.all(
        Array.from({ length: count }, async (_, index) => {
            const source = makeGroup(tenant.store, tenant.clock.nowMs(), { name: `team-${index}` });
            const life = lifeOf(provider);
            await life.up({ appId, sourceGroupId: source.id, targetGroupName: `team-${index}` });
            return life.state ?? assert.fail();
        }),
    );
}

/** How many calls of each kind counted against the budget of `/api/v1/apps`. */
function callsOnApps(stage: Stage): Readonly<Record<string, number>> {
    const calls: Record<string, number> = {};
    for (const request of stage.requests()) {
        if (!request.path.startsWith("/api/v1/apps/")) continue;
        const kind = shortened(request)
            .replace(/\/api\/v1\/apps\/0oa\w+$/, "app")
            .replace(/\/api\/v1\/apps\/0oa\w+\//, "");
        calls[kind] = (calls[kind] ?? 0) + 1;
    }
    return calls;
}
