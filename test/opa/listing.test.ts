import assert from "node:assert/strict";
import type { Send } from "../../resources/http/send";
import { listGroups } from "../../resources/opa/groups/groups";
import { evidence, holds, type Listing, listingOf } from "../../resources/opa/listing";
import { deletedAt, isLive } from "../../resources/opa/live";

/** An OPA that answers these bodies, one after the other, the last one for good. */
function answering(...bodies: unknown[]) {
    const asked: string[] = [];
    const send: Send = async ({ path, query = {} }) => {
        asked.push(query["contains"] === undefined ? path : `${path}?contains`);
        const body = bodies[Math.min(asked.length, bodies.length) - 1];
        return { status: 200, headers: new Headers(), body };
    };
    return { opa: { send, teamPath: "/t", pause: async () => undefined }, asked };
}

const listed = (body: unknown, status = 200) => {
    const send: Send = async () => ({ status, headers: new Headers(), body });
    return listingOf({ send, teamPath: "/t", pause: async () => undefined }, { path: "/t/things" }, (one) => one);
};

describe("a list answer of OPA", () => {
    for (const body of [{ list: [] }, { list: [1, 2] }, { list: [1], message: "more words" }]) {
        it(`states what there is: ${JSON.stringify(body)}`, async () => {
            const { items, isVague } = await listed(body);

            assert.deepEqual({ items, isVague }, { items: body.list, isVague: false });
        });
    }

    for (const body of [{}, { list: null }]) {
        it(`may be an empty one, vaguely: ${JSON.stringify(body)}`, async () => {
            const { items, isVague } = await listed(body);

            assert.deepEqual({ items, isVague }, { items: [], isVague: true });
        });
    }

    for (const body of [
        undefined,
        null,
        "maintenance",
        0,
        [],
        [{ id: "1" }],
        { message: "maintenance" },
        { list: {} },
        { list: "none" },
        { list: false },
        { list: null, error: "upstream" },
        { items: [] },
    ]) {
        it(`is a failure as ${JSON.stringify(body)}`, async () => {
            await assert.rejects(listed(body), { name: "ApiFailure", kind: "unavailable" });
        });
    }

    it("is a failure with another success than 200, however good it looks", async () => {
        for (const status of [202, 203, 204, 206]) {
            await assert.rejects(listed({ list: [] }, status), { name: "ApiFailure", kind: "unavailable" });
        }
    });
});

describe("a listing that is to show what is missing", () => {
    const seenAt = { timeMs: 0, steadyMs: 0 };
    const stated: Listing<number> = { path: "/t/things", items: [], isVague: false, seenAt, pageCount: 1 };
    const vague: Listing<number> = { ...stated, isVague: true };

    /** Asks for these, one after the other; resolves with how often was asked. */
    async function concluded(isVouchedFor: boolean, ...listings: Listing<number>[]) {
        const steps: string[] = [];
        const ask = async () => {
            steps.push("ask");
            return listings[Math.min(steps.length, listings.length) - 1] ?? stated;
        };
        const vouch = async () => {
            steps.push("vouch");
            return isVouchedFor;
        };
        const outcome = await evidence(ask, vouch).then(
            ({ items }) => items,
            (failure: Error) => failure.message.split(":")[0],
        );
        return [...steps, outcome];
    }

    it("counts at once when it is stated", async () => {
        assert.deepEqual(await concluded(false, stated), ["ask", []]);
    });

    it("counts as the second answer states it, when the first was vague", async () => {
        assert.deepEqual(await concluded(false, vague, { ...stated, items: [7] }), ["ask", "ask", [7]]);
    });

    it("counts when it is vague twice and another listing vouches for it afterwards", async () => {
        assert.deepEqual(await concluded(true, vague, vague), ["ask", "ask", "vouch", []]);
    });

    it("holds what must be in it only if it arrived whole", () => {
        const seven = { ...stated, items: [1, 7] };
        const isSeven = (item: number) => item === 7;

        assert.equal(holds(seven, isSeven), true);
        assert.equal(holds({ ...seven, isVague: true }, isSeven), false);
        assert.equal(holds({ ...stated, items: [1] }, isSeven), false);
    });

    it("is a failure when nothing vouches for it", async () => {
        assert.deepEqual((await concluded(false, vague, vague)).slice(0, 3), ["ask", "ask", "vouch"]);
        assert.match(String((await concluded(false, vague, vague))[3]), /without a list, and no other listing/);
        const failing = evidence(
            async () => vague,
            async () => false,
        );
        await assert.rejects(failing, /GET \/t\/things/);
    });
});

describe("groups of OPA that are missing", () => {
    it("are missing when a list without them arrives, stated", async () => {
        const { opa, asked } = answering({ list: [] });

        assert.deepEqual(await listGroups(opa, { contains: "x" }), []);
        assert.deepEqual(asked, ["/t/groups?contains"]);
    });

    it("are missing from a vague list only when the list of all groups holds some", async () => {
        const everyone = { id: "1", name: "everyone", deleted_at: null };
        const { opa, asked } = answering({}, {}, { list: [everyone] });

        assert.deepEqual(await listGroups(opa, { contains: "x" }), []);
        assert.deepEqual(asked, ["/t/groups?contains", "/t/groups?contains", "/t/groups"]);
    });

    it("are not known to be missing while every list is vague, or the one of all groups is", async () => {
        await assert.rejects(listGroups(answering({}).opa, { contains: "x" }), { kind: "unavailable" });
        await assert.rejects(listGroups(answering({ list: null }).opa), { kind: "unavailable" });
    });

    it("are not known to be missing when the time of a deletion is none", async () => {
        for (const deleted_at of ["soon", 1, {}]) {
            const { opa } = answering({ list: [{ id: "1", name: "a", deleted_at }] });
            await assert.rejects(listGroups(opa), { kind: "unavailable" });
        }
        assert.ok(isLive({ deleted_at: "0001-01-01T00:00:00Z" }) && isLive({ deleted_at: "" }) && isLive({}));
        const isTime = (text: unknown) => deletedAt.safeParse(text).success;
        assert.ok(["", null, undefined, "2026-11-24T14:00:00Z"].every(isTime) && !isTime("soon"));
        assert.ok(!isLive({ deleted_at: "2026-11-24T14:00:00Z" }));
    });
});
