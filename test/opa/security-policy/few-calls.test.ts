import assert from "node:assert/strict";
import sinon from "sinon";
import type { Properties } from "../../../resources/lifecycle/declared/plain";
import type { DynamicProvider } from "../../../resources/lifecycle/dynamic-provider";
import { makeOpaGroup } from "../../../tenant/store/make-opa";
import { type PolicyGround, policyGround } from "../support/policy-ground";
import { serverRule } from "../support/policy-hand";

/** As many as the engine asks for at once on two cores. */
const placesOfEngine = 8;

describe("many security policies", () => {
    let ground: PolicyGround;
    let clock: sinon.SinonFakeTimers;
    before(async () => {
        ground = await policyGround();
    });
    beforeEach(async () => {
        await ground.renew();
        // However long a test takes, what is shared for some seconds stays shared; yet one moment is after another.
        clock = sinon.useFakeTimers({ toFake: ["Date"], now: Date.now() });
        let nowMs = 0;
        sinon.stub(performance, "now").callsFake(() => {
            nowMs += 0.001;
            return nowMs;
        });
    });
    afterEach(() => sinon.restore());
    after(() => ground.close());

    /** The calls since the last time, without ids and names, and how often each. */
    function calls(): Readonly<Record<string, number>> {
        const counts: Record<string, number> = {};
        for (const { by, method, path } of ground.tenant.requests) {
            if (by === "administrator" || path.endsWith("/service_token")) continue;
            const what = path
                .replace("/v1/teams/example/", "")
                .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/, "{id}")
                .replace(/groups\/.*/, "groups/{name}");
            counts[`${method} ${what}`] = (counts[`${method} ${what}`] ?? 0) + 1;
        }
        ground.tenant.clearRequests();
        return counts;
    }

    async function declared(team: string): Promise<Properties> {
        const principals = { userGroups: [{ name: team }] };
        const { inputs } = await ground
            .provider()
            .check({}, { ...ground.declared, name: `${team} secrets`, principals, waitForGroups: 0 });
        return inputs as Properties;
    }

    async function made(provider: DynamicProvider, count: number, from = 0): Promise<readonly string[]> {
        const teams = Array.from({ length: count }, (_, index) => `team-${from + index}`);
        for (const team of teams) makeOpaGroup(ground.tenant.store, team, []);
        const all = await Promise.all(teams.map(declared));
        return (await inTurn(all, (inputs) => provider.create(inputs))).map(({ id }) => id);
    }

    /** Does it to all, eight at a time. */
    async function inTurn<One, Result>(all: readonly One[], act: (one: One) => Promise<Result>): Promise<Result[]> {
        const results: Result[] = [];
        for (let first = 0; first < all.length; first += placesOfEngine) {
            results.push(...(await Promise.all(all.slice(first, first + placesOfEngine).map(act))));
        }
        return results;
    }

    /** OPA answers to the writes of all eight at the same moment. */
    function answeringTogether(method: string): void {
        let waiting: (() => void)[] = [];
        ground.tamper = (send) => async (request) => {
            const answer = await send(request);
            if (request.method !== method || request.path.endsWith("/service_token")) return answer;
            const together = new Promise<void>((resolve) => waiting.push(resolve));
            if (waiting.length === placesOfEngine) {
                for (const resolve of waiting) resolve();
                waiting = [];
            }
            await together;
            return answer;
        };
    }

    it("are created with one call each, and a few lists that they share, also to read back what was created", async () => {
        answeringTogether("POST");
        const provider = ground.provider();

        await made(provider, 96);

        assert.deepEqual(calls(), {
            "GET resource_groups": 1,
            // Twelve times eight at once, by two pages.
            "GET groups": 24,
            // Two by their names, then the list. It is read again for each eight that were created.
            "GET security_policy": 3 + 12,
            "POST security_policy": 96,
        });
    });

    it("are read back one by one where their list does not show what was sent, which decides", async () => {
        answeringTogether("POST");
        const together = ground.tamper;
        ground.tamper = (send) =>
            together(async (request) => {
                const answer = await send(request);
                const { list } = Object(answer.body) as { list?: { active?: boolean }[] };
                if (request.path.endsWith("/security_policy")) for (const policy of list ?? []) policy.active = false;
                return answer;
            });

        await made(ground.provider(), 8);

        const { "GET security_policy/{id}": reads } = calls();
        assert.equal(reads, 8);
    });

    it("are changed without a right to list any", async () => {
        const provider = ground.provider();
        const ids = await made(provider, 8);
        answeringTogether("PUT");
        const late = ground.provider();
        ground.tenant.fail({ method: "GET", path: /security_policy$/, status: 403, times: 99 });
        calls();

        const outs = await inTurn(ids, async (id) => {
            const team = `team-${ids.indexOf(id)}`;
            return late.update(id, await declared(team), { ...(await declared(team)), active: false });
        });

        assert.deepEqual(
            outs.map(({ outs: now }) => now?.["active"]),
            ids.map(() => false),
        );
    });

    it("are read again with a few lists for all of them, and none of the groups is lost or made up", async () => {
        ground.tenant.settings.deletedGroupInPolicies = "dangles";
        const ids = await made(ground.provider(), 96);
        await ground.hand.removeGroup("team-95");
        const provider = ground.provider();
        calls();

        const read = await inTurn(ids, (id) => provider.read(id, {}));

        assert.deepEqual(calls(), {
            // Two by their ids, then the list; the same of groups, by two pages. The one that the list lacks is looked for
            // by its id, by its name, and behind a deleted one of that name.
            "GET security_policy/{id}": 2,
            "GET security_policy": 1,
            "GET groups": 2 + 2 + 2,
            "GET groups/{name}": 1,
        });
        assert.deepEqual(
            read.map(({ props }) => Object(props)["principals"].userGroups),
            ids.map((_, index) => (index === 95 ? [] : [{ name: `team-${index}` }])),
        );
    });

    it("are deleted with one call each, on a list that all share and that is a second old at most", async () => {
        const ids = await made(ground.provider(), 96);
        const provider = ground.provider();
        calls();

        await inTurn(ids.slice(0, 88), (id) => provider.delete(id, {}));

        assert.deepEqual(calls(), {
            "GET security_policy/{id}": 2,
            "GET security_policy": 1,
            "DELETE security_policy/{id}": 88,
        });

        clock.tick(1000);
        const [last = ""] = ids.slice(-1);
        await ground.hand.edit(({ rules }) => rules.push(serverRule("ssh")), "team-95 secrets");
        const outcomes = await Promise.allSettled(ids.slice(88).map((id) => provider.delete(id, {})));

        const refused = outcomes.flatMap((one) => (one.status === "rejected" ? [String(one.reason)] : []));
        assert.equal(refused.length, 1);
        assert.match(refused.join(), /was not deleted, because it has rules that are not declared: "ssh"/);
        assert.deepEqual(
            [...ground.tenant.store.policies.keys()].filter((id) => ids.includes(id)),
            [last],
        );
        assert.equal(calls()["GET security_policy"], 1);
    });

    it("are deleted one by one where none can be listed, and kept where the list does not show their rules", async () => {
        const ids = await made(ground.provider(), 16);
        const [first = "", ...others] = ids;
        const provider = ground.provider();
        await ground.hand.edit(({ rules }) => rules.push(serverRule("ssh")), "team-0 secrets");
        ground.tamper = (send) => async (request) => {
            const answer = await send(request);
            const { list } = Object(answer.body) as { list?: { rules?: unknown }[] };
            if (request.path.endsWith("/security_policy")) for (const policy of list ?? []) delete policy.rules;
            return answer;
        };

        await inTurn(others.slice(0, 8), (id) => provider.delete(id, {}));
        await assert.rejects(provider.delete(first, {}), /rules that are not declared: "ssh"/);

        ground.tenant.fail({ method: "GET", path: /security_policy$/, status: 403, times: 99 });
        await inTurn(others.slice(8), (id) => provider.delete(id, {}));

        assert.deepEqual(
            [...ground.tenant.store.policies.keys()].filter((id) => ids.includes(id)),
            [first],
        );
    });
});
