import assert from "node:assert/strict";
import type { Send } from "../../../resources/http/send";
import { dynamicProvider } from "../../../resources/lifecycle/dynamic-provider";
import { groupPushMapping } from "../../../resources/okta/group-push-mapping/provider";
import { groupsOfName } from "../../../resources/opa/groups/groups-now";
import { makeGroup } from "../../../tenant/store/make-okta";
import { makeOpaGroup } from "../../../tenant/store/make-opa";
import { lifeOf } from "../../support/life-of";
import { onStage, type Stage } from "../support/mapping-stage";

const many = 12;

describe("group push mappings that are made one after the other, in one run", () => {
    it("take two writes each and two looks after the first; what is looked at before is shared", () =>
        onStage({}, async (stage) => {
            const make = maker(stage);
            stage.requests();

            for (let index = 0; index < many; index += 1) await make(`team-${index}`);

            assert.deepEqual(callsOf(stage), {
                "POST mappings": many,
                "PATCH mapping": many,
                "GET the target": many,
                "GET OPA's groups": many + 1,
                "GET groups of a name": 4,
                "GET the app's groups": 1,
                "GET mappings": 1,
                "GET the app": 1,
                "GET assigned groups": 1,
            });
        }));

    it("are refused a name that the app has, though it was not searched for by itself", () =>
        onStage({}, async (stage) => {
            const make = maker(stage);
            await stage.importTarget("team-taken");
            stage.tenant.clock.flush();
            for (let index = 0; index < many; index += 1) await make(`team-${index}`);
            stage.writes();

            await assert.rejects(make("team-taken"), /The app already has a group named "team-taken"/);

            assert.deepEqual(stage.writes(), []);
        }));
});

describe("a group that OPA's list lacks", () => {
    const askedFor = async (left: readonly string[]) => {
        let found: readonly { readonly name: string }[] | undefined;
        await onStage({}, async (stage) => {
            makeOpaGroup(stage.tenant.store, "team-payments", [], []);
            const { send, ...opa } = stage.connectToOpa();
            const without: Send = async (request) => {
                const answer = await send(request);
                if (!request.path.endsWith("/groups")) return answer;
                const { list } = answer.body as { list: readonly { readonly name: string }[] };
                return { ...answer, body: { list: list.filter(({ name }) => !left.includes(name)) } };
            };
            found = await groupsOfName({ ...opa, send: without }, "team-payments", 0);
        });
        return found?.map(({ name }) => name);
    };

    it("is asked for by its name where the list lacks a built-in group too, so that it is not whole", async () => {
        assert.deepEqual(await askedFor(["team-payments", "owners"]), ["team-payments"]);
        assert.deepEqual(await askedFor(["team-payments", "everyone"]), ["team-payments"]);
    });
});

/** Makes mappings with one provider, as a run does. */
function maker(stage: Stage): (name: string) => Promise<unknown> {
    const { tenant, appId } = stage;
    const [send, opa] = [stage.connect(), stage.connectToOpa()];
    const ask = async (name: string, freshMs: number) => ({ groups: (await groupsOfName(opa, name, freshMs)) ?? [] });
    const provider = dynamicProvider(groupPushMapping(() => send, ask));
    return (name) => {
        const source = makeGroup(tenant.store, tenant.clock.nowMs(), { name });
        return lifeOf(provider).up({ appId, sourceGroupId: source.id, targetGroupName: name, waitForPush: 0 });
    };
}

const kinds: readonly (readonly [RegExp, string])[] = [
    [/mappings$/, "mappings"],
    [/mappings\/gPm\w+$/, "mapping"],
    [/apps\/0oa\w+$/, "the app"],
    [/apps\/0oa\w+\/groups$/, "assigned groups"],
    [/^\/v1\/teams\/\w+\/groups$/, "OPA's groups"],
];

/** How many calls of each kind there were, but for those to log in. */
function callsOf(stage: Stage): Readonly<Record<string, number>> {
    const calls: Record<string, number> = {};
    for (const { method, path, query } of stage.requests()) {
        if (path.endsWith("/service_token")) continue;
        const kind = kinds.find(([pattern]) => pattern.test(path))?.[1] ?? ofGroups(path, query);
        calls[`${method} ${kind}`] = (calls[`${method} ${kind}`] ?? 0) + 1;
    }
    return calls;
}

function ofGroups(path: string, query: string): string {
    if (path !== "/api/v1/groups") return path;
    if (query.includes("filter")) return "the target";
    return query.includes("profile.name") ? "groups of a name" : "the app's groups";
}
