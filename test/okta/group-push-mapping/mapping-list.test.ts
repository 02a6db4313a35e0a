import assert from "node:assert/strict";
import sinon, { type SinonFakeTimers } from "sinon";
import type { FailureKind } from "../../../resources/http/failure/api-failure";
import type { Send } from "../../../resources/http/send";
import { AppMappings } from "../../../resources/okta/group-push-mapping/wire/mapping-list";
import { PushLooks } from "../../../resources/okta/group-push-mapping/wire/push-looks";
import { oneMapping } from "../support/one-mapping";

const hourMs = 3_600_000;

/** One mapping, and each time that the app's list is asked for: `held` lists are answered when they are let go. */
function listing(given: Parameters<typeof oneMapping>[0] = {}) {
    const { mappings, there } = oneMapping(given);
    const lists: { letGo: () => void }[] = [];
    let isHeld = false;
    const send: Send = async (request) => {
        if (request.method !== "GET" || !request.path.endsWith("/mappings")) return mappings.send(request);
        const answer = await mappings.send(request);
        await new Promise<void>((letGo) => {
            lists.push({ letGo });
            if (!isHeld) letGo();
        });
        return answer;
    };
    return {
        mappings: new AppMappings(send, "app"),
        there,
        lists,
        hold(held: boolean) {
            isHeld = held;
        },
    };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

const ids = (listed: readonly { readonly mappingId: string }[]) => listed.map(({ mappingId }) => mappingId);

describe("the list of an app's mappings", () => {
    describe("when the clock is set back", () => {
        let clock: SinonFakeTimers;
        beforeEach(() => {
            clock = sinon.useFakeTimers({ now: Date.UTC(2026, 10, 24), toFake: ["Date", "performance"] });
        });
        afterEach(() => clock.restore());

        const setBack = () => clock.setSystemTime(Date.now() - hourMs);

        it("is asked for anew all the same, where it is to prove that a mapping is gone", async () => {
            const { mappings, there } = listing();
            assert.equal(await mappings.isProvenGone("mapping"), false);
            there.mapping = false;

            setBack();

            assert.equal(await mappings.isProvenGone("mapping"), true);
        });

        it("is as old as it would have been", async () => {
            const { mappings, lists } = listing();
            await mappings.all(15);
            clock.tick(14_000);
            setBack();
            await mappings.all(15);
            assert.equal(lists.length, 1);

            clock.tick(1000);
            await mappings.all(15);

            assert.equal(lists.length, 2);
        });

        it("is looked at as often as before, once no call was held back for two minutes", () => {
            const looks = new PushLooks();
            looks.noteCall(50_000);
            clock.tick(119_999);
            assert.ok(looks.pauseMs(0) >= 1000);
            setBack();

            clock.tick(1);

            assert.ok(looks.pauseMs(0) < 1000);
        });
    });

    it("is asked for once more, and not by each, by those who come while it is under way", async () => {
        const { mappings, there, lists, hold } = listing();
        hold(true);
        const first = mappings.isProvenGone("mapping");
        await turn();
        there.mapping = false;
        const later = [mappings.isProvenGone("mapping"), mappings.isProvenGone("mapping")];
        await turn();
        assert.equal(lists.length, 1);

        hold(false);
        lists[0]?.letGo();

        assert.deepEqual(await Promise.all([first, ...later]), [false, true, true]);
        assert.equal(lists.length, 2);
    });

    it("that was asked for before this process deleted a mapping does not have it any more", async () => {
        const { mappings, lists, hold } = listing({ status: "INACTIVE" });
        hold(true);
        const before = mappings.all(15);
        await turn();
        await mappings.delete("mapping", false);
        const after = mappings.all(15);

        lists[0]?.letGo();

        assert.deepEqual((await Promise.all([before, after])).map(ids), [[], []]);
        assert.equal(lists.length, 1);
    });

    it("that was asked for before this process changed a mapping has it as it is now", async () => {
        const { mappings, lists, hold } = listing();
        hold(true);
        const list = mappings.all(15);
        await turn();
        await mappings.setStatus("mapping", "INACTIVE");

        lists[0]?.letGo();

        assert.deepEqual(
            (await list).map((one) => one.whole().status),
            ["INACTIVE"],
        );
    });

    it("that was asked for after a change is believed, whatever the change was", async () => {
        const { mappings, there } = listing();
        await mappings.setStatus("mapping", "INACTIVE");
        there.status = "ACTIVE";

        assert.deepEqual(
            (await mappings.all(0)).map((one) => one.whole().status),
            ["ACTIVE"],
        );
    });

    for (const [what, given, write] of [
        ["change", { refused: { PATCH: ["unavailable"] } }, (of: AppMappings) => of.setStatus("mapping", "INACTIVE")],
        ["deletion", { refused: { DELETE: ["forbidden"] } }, (of: AppMappings) => of.delete("mapping", false)],
        ["creation", {}, (of: AppMappings) => of.create({})],
    ] as const) {
        it(`serves nobody any more after a ${what} that failed, since that may have happened`, async () => {
            const { mappings, lists } = listing(given);
            await mappings.all(15);

            await assert.rejects(write(mappings));
            await mappings.all(15);

            assert.equal(lists.length, 2);
        });
    }

    it("is asked for anew after it failed", async () => {
        const { mappings } = listing({ refused: { LIST: ["unavailable"] } });
        await assert.rejects(mappings.all(15), /It says unavailable/);

        assert.deepEqual(ids(await mappings.all(15)), ["mapping"]);
    });

    it("says that the app cannot be read where there is none", async () => {
        const { mappings } = listing({ refused: { LIST: ["not-found"] } });

        await assert.rejects(mappings.all(0), { name: "AppNotFound", message: /^App app cannot be read, so its/ });
    });

    describe("finds a mapping", () => {
        const ends = { sourceGroupId: "source", targetGroupId: "target" };

        it("by its two groups, whatever its id is now", async () => {
            const { mappings } = listing();

            assert.equal((await mappings.find(ends, "former"))?.mappingId, "mapping");
        });

        for (const [what, other] of [
            ["source", { ...ends, sourceGroupId: "other" }],
            ["target", { ...ends, targetGroupId: "other" }],
        ] as const) {
            it(`of another ${what} by its id alone`, async () => {
                const { mappings } = listing();

                assert.equal(await mappings.find(other, ""), undefined);
                assert.equal((await mappings.find(other, "mapping"))?.mappingId, "mapping");
            });
        }

        it("nowhere once it is gone, with an id or without", async () => {
            const { mappings } = listing({ isGone: true });

            assert.deepEqual(await Promise.all(["", "mapping"].map((id) => mappings.find(ends, id))), [
                undefined,
                undefined,
            ]);
        });
    });

    describe("takes a change for done", () => {
        const changed = (kind: FailureKind, status: string) =>
            listing({ status, refused: { PATCH: [kind] } }).mappings.setStatus("mapping", "INACTIVE");

        for (const kind of ["rejected", "conflict", "unavailable"] as const) {
            it(`that is ${kind}, where the mapping has the status`, async () => {
                assert.equal((await changed(kind, "INACTIVE")).status, "INACTIVE");
                await assert.rejects(changed(kind, "ACTIVE"), { message: new RegExp(`It says ${kind}`) });
            });
        }

        it("never where it was certainly not made", () =>
            assert.rejects(changed("forbidden", "INACTIVE"), /It says forbidden/));

        it("never where the mapping is gone meanwhile", async () => {
            const { mappings, there } = listing({ status: "INACTIVE", refused: { PATCH: ["rejected"] } });
            const change = mappings.setStatus("mapping", "INACTIVE");
            there.mapping = false;

            await assert.rejects(change, /It says rejected/);
        });
    });

    describe("takes a deletion for done", () => {
        /** The mapping is gone when the answer arrives, or it is still there. */
        function deleted(kind: FailureKind, isGone: boolean, refused: readonly FailureKind[] = []): Promise<void> {
            const { mappings, there } = listing({ status: "INACTIVE", refused: { DELETE: [kind], LIST: refused } });
            const deletion = mappings.delete("mapping", false);
            there.mapping = !isGone;
            return deletion;
        }

        for (const kind of ["not-found", "unavailable"] as const) {
            it(`that is ${kind}, where the list does not have the mapping`, async () => {
                await deleted(kind, true);
                await assert.rejects(deleted(kind, false), { message: new RegExp(`It says ${kind}`) });
            });
        }

        it("never where it was certainly not made", () =>
            assert.rejects(deleted("forbidden", true), /It says forbidden/));

        it("never where the list cannot be read, and says why", async () => {
            await assert.rejects(deleted("unavailable", true, ["forbidden"]), /It says unavailable/);
            await assert.rejects(deleted("not-found", true, ["forbidden"]), /It says forbidden/);
        });

        it("whatever other mappings the list has", async () => {
            assert.equal(await listing().mappings.isProvenGone("another"), true);
        });

        it("until a list that was asked for later has the mapping", async () => {
            const { mappings, there } = listing({ status: "INACTIVE" });
            await mappings.delete("mapping", false);
            there.mapping = true;

            assert.deepEqual(ids(await mappings.all(0)), ["mapping"]);
        });
    });
});
