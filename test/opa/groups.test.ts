import assert from "node:assert/strict";
import sinon from "sinon";
import { groupNamed } from "../../resources/opa/groups/groups";
import { groupsById } from "../../resources/opa/groups/groups-by-id";
import { makeOpaGroup } from "../../tenant/store/make-opa";
import { anew } from "../support/anew";
import { type PolicyGround, policyGround } from "./support/policy-ground";

// Taken before any test fakes time.
const soon = setImmediate;

/** What a promise comes to while time flies: 20 ms of it for each turn of the loop. */
async function inFlight<T>(promise: Promise<T>, clock: sinon.SinonFakeTimers): Promise<T> {
    let isOver = false;
    const over = () => {
        isOver = true;
    };
    promise.then(over, over);
    while (!isOver) {
        await new Promise((resolve) => soon(resolve));
        await clock.tickAsync(20);
    }
    return promise;
}

describe("a group of OPA", () => {
    let ground: PolicyGround;
    /** With no waits but those of the test: what others in this process wait for, or were told of, changes what is said. */
    let arrivedGroup: typeof import("../../resources/opa/groups/arrived-group").arrivedGroup;
    before(async () => {
        ground = await policyGround();
    });
    beforeEach(async () => {
        await ground.renew();
        ({ arrivedGroup } = anew<typeof import("../../resources/opa/groups/arrived-group")>(
            require.resolve("../../resources/opa/groups/arrived-group"),
            require.resolve("../../resources/lifecycle/waiting/wait-until"),
            require.resolve("../../resources/lifecycle/waiting/long-waits"),
        ));
    });
    afterEach(() => sinon.restore());
    after(() => ground.close());

    const asked = () =>
        ground.tenant.requests
            .filter(({ by, path }) => by === "automation" && path.includes("/groups"))
            .map(({ path, query }) => decodeURIComponent(path.split("/groups")[1] ?? "") + (query ? `?${query}` : ""));
    const later = (name: string, delayMs: number) =>
        setTimeout(() => makeOpaGroup(ground.tenant.store, name, []), delayMs);
    const fakeTime = () => sinon.useFakeTimers({ toFake: ["Date", "setTimeout", "clearTimeout"] });
    const listen = () => {
        const stderr = sinon.stub(process.stderr, "write");
        // What others in this process say meanwhile is theirs.
        return (about: string) => stderr.args.map(([line]) => String(line)).filter((line) => line.includes(about));
    };

    it("is found by exactly its name, whatever characters the name contains", async () => {
        const opa = ground.connect();
        for (const name of ["a/b c?", "Ä", "..."]) {
            const { id } = makeOpaGroup(ground.tenant.store, name, []);
            assert.equal((await groupNamed(opa, name))?.id, id);
        }
        assert.equal(await groupNamed(opa, "TEAM-PAYMENTS"), undefined);
    });

    it("is not found once it was deleted, and is found again when there is a new one", async () => {
        for (const deletedGroupByName of ["answers-200", "answers-404"] as const) {
            await ground.renew({ deletedGroupByName });
            const opa = ground.connect();
            await ground.hand.removeGroup("team-payments");

            assert.equal(await groupNamed(opa, "team-payments"), undefined);

            const { id } = makeOpaGroup(ground.tenant.store, "team-payments", []);
            assert.equal((await groupNamed(opa, "team-payments"))?.id, id);
        }
    });

    it("is found although OPA answers with a deleted one of its name", async () => {
        const opa = ground.connect();
        const deleted = { id: "1", name: "team-payments", roles: [], deleted_at: "2026-01-05T09:00:00Z" };
        ground.tenant.fail({ path: /\/groups\/team-payments$/, body: JSON.stringify(deleted) });

        const group = await groupNamed(opa, "team-payments");

        assert.equal(group?.id, ground.tenant.store.opaGroupNamed("team-payments")?.id);
    });

    it("is found by name at last, although lists leave it out", async () => {
        const opa = ground.connect();
        const names = Array.from({ length: 8 }, (_, index) => `team-${index}`);
        for (const name of names) makeOpaGroup(ground.tenant.store, name, []);
        ground.tenant.fail({ path: /\/groups$/, times: 9, body: '{"list":[]}' });

        const groups = await Promise.all(names.map((name) => arrivedGroup(opa, name, 0)));

        assert.deepEqual(
            groups.map(({ name }) => name),
            names,
        );
    });

    it("is waited for until it arrives, with a line that says so", async () => {
        const opa = ground.connect();
        const clock = fakeTime();
        const said = listen();
        later("team-late", 4000);

        const group = await inFlight(arrivedGroup(opa, "team-late", 60), clock);

        assert.equal(group.name, "team-late");
        const looks = asked();
        assert.ok(looks.length >= 4 && looks.length <= 8, `${looks.length} looks`);
        assert.deepEqual(
            said("team-late").map((line) => line.replace(/[\d:]+\)\n$/, "…)")),
            ['waiting up to 57 s for group "team-late" to arrive in OPA (until …)'],
        );
    });

    it("is waited for no longer than declared", async () => {
        const opa = ground.connect();
        const clock = fakeTime();
        const startedMs = Date.now();
        listen();

        await assert.rejects(
            inFlight(arrivedGroup(opa, "team-never", 10), clock),
            /OPA has no group named "team-never" after 10 s\. If it is pushed from Okta, check the status of its group push mapping/,
        );

        const waitedMs = Date.now() - startedMs;
        assert.ok(waitedMs >= 10_000 && waitedMs < 12_000, `waited ${waitedMs} ms`);
    });

    it("is waited for together with two hundred others by one list at a time", async () => {
        const names = Array.from({ length: 200 }, (_, index) => `team-${index}`);
        const opa = ground.connect();
        const clock = fakeTime();
        const said = listen();
        for (const name of names) later(name, 5000);

        const groups = await inFlight(Promise.all(names.map((name) => arrivedGroup(opa, name, 60))), clock);

        assert.deepEqual(
            groups.map(({ name }) => name),
            names,
        );
        assert.equal(said("for 200 groups to arrive in OPA").length, 1);
        // Four that came first by name; then some looks at three pages.
        assert.ok(asked().length <= 40, `${asked().length} calls`);
    });

    it("is looked up by id in one request with all others that are asked for at that moment", async () => {
        const opa = ground.connect();
        const ids = Array.from({ length: 120 }, (_, index) => makeOpaGroup(ground.tenant.store, `g${index}`, []).id);

        const found = await Promise.all(ids.map((id) => groupsById(opa, [id])));

        assert.ok(ids.every((id, index) => found[index]?.get(id)?.id === id));
        assert.equal(asked().length, 3);
    });
});
