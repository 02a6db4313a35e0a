import assert from "node:assert/strict";
import { usualConditions } from "../../../resources/http/connect";
import { agentsFor } from "../../../resources/http/network/agents";
import { transport } from "../../../resources/http/network/transport";
import { defaultRetryPolicy } from "../../../resources/http/retry/retrying";
import type { ApiRequest } from "../../../resources/http/send";
import { dynamicProvider } from "../../../resources/lifecycle/dynamic-provider";
import { openOpa } from "../../../resources/opa/connection/connect";
import { secretFolder } from "../../../resources/opa/secret-folder/provider";
import { startTenant } from "../../../tenant";
import { VirtualClock } from "../../http/support/virtual-clock";
import { type Life, lifeOf } from "../../support/life-of";
import { byHandOn } from "../support/by-hand";
import { type FolderGround, folderGround, payments } from "../support/folder-ground";
import { leaping, type Meanwhile, once } from "../support/leaping";

describe("a secret folder is deleted on a look", () => {
    const asFast: Meanwhile = async () => 0;
    let ground: FolderGround;
    let meanwhile: Meanwhile;
    before(async () => {
        ground = await folderGround();
    });
    beforeEach(() => {
        ground.tenant.reset();
        ground.tamper((send) => send);
        meanwhile = asFast;
    });
    after(() => ground.tenant.close());

    /** A folder that exists, at the beginning of a run whose answers take their time. */
    async function applied(): Promise<Life> {
        const opa = leaping(ground.tenant, (request) => meanwhile(request));
        const life = lifeOf(dynamicProvider(secretFolder(() => opa, { deadlineMs: 0 })));
        await life.up(payments);
        ground.tenant.clearRequests();
        return life;
    }
    const somebodyAddsASecret = () => ground.byHand.secret("teams/payments/database");
    const deletions = () =>
        ground.tenant.requests.filter(({ method, by }) => method === "DELETE" && by === "automation").length;
    async function assertSecretIsSeen(life: Life): Promise<void> {
        await assert.rejects(life.destroy(), /was not deleted, because it contains 1 secret/);
        assert.equal(ground.tenant.store.secrets.size, 1);
    }
    const refusedToken = { method: "DELETE", path: /secret_folders/, status: 401 };

    it("that is not 10 s old when the proof of the role after it comes late", async () => {
        const life = await applied();
        meanwhile = once("GET", /\/projects$/, 11, somebodyAddsASecret, 2);

        await assertSecretIsSeen(life);

        assert.equal(deletions(), 0);
    });

    it("that is not 10 s old when the list that many share comes late, and another stack adopts the folder meanwhile", async () => {
        let opa = leaping(ground.tenant, asFast);
        const lives = ["one", "two"].map((name) => {
            return { name, life: lifeOf(dynamicProvider(secretFolder(() => opa, { deadlineMs: 0 }))) };
        });
        for (const { name, life } of lives) await life.up({ ...payments, name });
        opa = leaping(ground.tenant, (request) => meanwhile(request));
        meanwhile = once("GET", new RegExp(`${ground.teamsId}/items$`), 11, () =>
            ground.byHand.describe("teams/two", "Theirs [pulumi:acme/prod/two adopted]"),
        );

        for (const { life } of lives) await life.destroy();

        assert.deepEqual([...ground.tenant.store.folders.values()].map(({ name }) => name).sort(), ["teams", "two"]);
    });

    it("that is not 10 s old when the answer of the listing itself comes late", async () => {
        const life = await applied();
        meanwhile = once("GET", /\/items$/, 11, somebodyAddsASecret);

        await assertSecretIsSeen(life);

        assert.equal(deletions(), 0);
    });

    it("that is not 10 s old when a new token comes late", async () => {
        const life = await applied();
        meanwhile = once("POST", /\/service_token$/, 11, somebodyAddsASecret);
        ground.tenant.fail(refusedToken);

        await assertSecretIsSeen(life);

        assert.equal(deletions(), 1);
    });

    it("once only with a token that is new in time", async () => {
        const life = await applied();
        ground.tenant.fail(refusedToken);

        await life.destroy();

        assert.equal(deletions(), 2);
        assert.equal(ground.tenant.requests.filter(({ path }) => path.endsWith("/items")).length, 1);
    });

    for (const status of [500, 503]) {
        it(`that is new after a ${status}`, async () => {
            const life = await applied();
            meanwhile = once("DELETE", /secret_folders/, 0, somebodyAddsASecret);
            ground.tenant.fail({ method: "DELETE", path: /secret_folders/, status });

            await assertSecretIsSeen(life);

            assert.equal(deletions(), 1);
        });
    }

    it("that is new after a rate limit that lasts", async () => {
        const life = await applied();
        meanwhile = once("DELETE", /secret_folders/, 0, somebodyAddsASecret);
        ground.tenant.fail({ method: "DELETE", path: /secret_folders/, status: 429, headers: retryIn(30) });

        await assertSecretIsSeen(life);

        assert.equal(deletions(), 1);
    });

    it("and looked for after an answer that never came, not deleted again", async () => {
        const life = await applied();
        ground.tenant.fail({ method: "DELETE", path: /secret_folders/, drop: "after" });

        await life.destroy();

        assert.equal(life.state, undefined);
        assert.equal(deletions(), 1);
    });

    /** Another program answers so many deletions. Tells how many were sent. */
    function answeredByAnother(body: unknown, times: number): () => number {
        let sent = 0;
        ground.tamper((send) => async (request) => {
            if (request.method !== "DELETE") return send(request);
            sent += 1;
            return sent <= times ? { status: 200, headers: new Headers(), body } : send(request);
        });
        return () => sent;
    }

    it("again when another program answered 200 to its deletion", async () => {
        const life = ground.life();
        await life.up(payments);
        const sent = answeredByAnother({ message: "maintenance" }, 1);

        await life.destroy();

        assert.equal(ground.tenant.store.folders.size, 1);
        assert.equal(sent(), 2);
    });

    it("and stays in state while another program answers its deletion", async () => {
        const life = ground.life();
        await life.up(payments);
        const sent = answeredByAnother({}, 99);

        await assert.rejects(life.destroy(), /The answer is not as the API documents it: DELETE/);

        assert.notEqual(life.state, undefined);
        assert.equal(sent(), 5);
    });

    it("never, and the error says so, when every look is too slow", async () => {
        const life = await applied();
        meanwhile = async ({ path }) => (path.endsWith("/projects") ? 11 : 0);

        await assert.rejects(
            life.destroy(),
            /What this call was decided on was seen \d+ s before it could be sent and may have changed since, so it was not sent: DELETE/,
        );

        assert.equal(deletions(), 0);
        assert.equal(ground.tenant.store.folders.size, 2);
    });
});

describe("many secret folders under a rate limit", () => {
    it("are all deleted, none on a look older than 10 s", async function () {
        this.timeout(300_000);
        const clock = new VirtualClock(Date.UTC(2026, 10, 24, 14));
        const tenant = await startTenant({ time: clock, settings: { opaRequestsPerHour: 1_000_000 } });
        try {
            const { opaTeam: team, opaKeyId: keyId, opaKeySecret: keySecret } = tenant.credentials;
            const opa = openOpa(
                { origin: tenant.opa, team, keyId, keySecret },
                {
                    ...usualConditions({}),
                    clock,
                    random: () => 0.5,
                    say: () => undefined,
                    // A window of OPA's lasts an hour.
                    retry: { ...defaultRetryPolicy, deadlineMs: 86_400_000 },
                    network: inVirtualTime(clock),
                },
            );
            const byHand = byHandOn(tenant);
            const names = Array.from({ length: 40 }, (_, index) => `team-${index}`);
            const lives: Life[] = [];
            for (const name of names) {
                const life = lifeOf(dynamicProvider(secretFolder(() => opa, { deadlineMs: 0 })));
                await clock.until(life.up({ ...payments, name }));
                lives.push(life);
            }
            await byHand.secret("teams/team-7/database");
            tenant.clearRequests();
            tenant.settings.opaRequestsPerHour = 60;

            const ends = await clock.until(Promise.allSettled(lives.map((life) => life.destroy())));

            assert.deepEqual(
                ends.flatMap((end, index) => (end.status === "rejected" ? [names[index]] : [])),
                ["team-7"],
            );
            const ages = agesOfLooks(tenant.requests);
            assert.equal(ages.length, 39);
            assert.ok(Math.max(...ages) <= 10_000, `${Math.max(...ages)} ms`);
            // Five calls for each at best, of which they share two.
            const calls = tenant.requests.filter(({ by }) => by === "automation").length;
            assert.ok(calls < 40 * 10, `${calls} calls`);
        } finally {
            await tenant.close();
        }
    });
});

function inVirtualTime(clock: VirtualClock) {
    return (origin: string) => {
        const send = transport({ origin, timeoutMs: 30_000, userAgent: "test", agentFor: agentsFor(origin) });
        return async ({ attempt: _, ...request }: ApiRequest) => {
            await clock.sleep(60);
            const answer = await clock.standingStill(() => send(request));
            await clock.sleep(60);
            return answer;
        };
    };
}

interface Logged {
    readonly method: string;
    readonly path: string;
    readonly status: number;
    readonly atMs: number;
}

/** How old the last look into each deleted folder was. */
function agesOfLooks(requests: readonly Logged[]): number[] {
    return requests
        .filter(({ method, status }) => method === "DELETE" && status === 204)
        .map((deletion) => {
            const looks = requests.filter(
                ({ path, atMs }) => path === `${deletion.path}/items` && atMs <= deletion.atMs,
            );
            return deletion.atMs - (looks.at(-1)?.atMs ?? Number.NEGATIVE_INFINITY);
        });
}

const retryIn = (seconds: number) => ({
    "X-RateLimit-Retry-At": String(Math.ceil(Date.now() / 1000) + seconds),
});
