import assert from "node:assert/strict";
import { ApiFailure } from "../../resources/http/failure/api-failure";
import { existingIdKey } from "../../resources/lifecycle/declared/plain";
import { unknownValue } from "../../resources/lifecycle/declared/unknown";
import {
    asGiven,
    existingIdIn,
    isMadeByOwn,
    lookedAtExisting,
    requireAsItIs,
    withoutExistingId,
} from "../../resources/lifecycle/run/existing";
import type { Mark } from "../../resources/lifecycle/run/owner-mark";

const own: Mark = { owner: "acme/prod/one", isAdopted: false };
const adopted: Mark = { ...own, isAdopted: true };
const sibling: Mark = { owner: "acme/prod/two", isAdopted: false };
const stranger: Mark = { owner: "acme/dev/one", isAdopted: false };

describe("an object that is taken over as it is", () => {
    const taken = (
        live: Mark | undefined,
        differences: readonly string[] = [],
        onExisting: "fail" | "adopt" = "fail",
    ) => requireAsItIs({ what: 'folder "x" (1)', live, own, onExisting, differences });

    it("is one that is as declared, with the mark of its resource or without any", () => {
        for (const live of [own, adopted, undefined]) taken(live);
    });

    it("is never another resource's", () => {
        assert.throws(() => taken(sibling), /^Error: folder "x" \(1\) is managed by .*Each object is one resource's/);
        assert.throws(
            () => taken(stranger),
            /^Error: folder "x" \(1\) is managed by .*Without a write it stays that one's/,
        );
        assert.throws(
            () => requireAsItIs({ what: "it", live: own, own: undefined, onExisting: "fail", differences: [] }),
            /^Error: it is managed by/,
        );
    });

    it("is what is declared, or all that differs is told", () => {
        for (const live of [own, undefined]) {
            assert.throws(
                () => taken(live, ["its name is a", "its text is b"]),
                /declared: its name is a; its text is b\. /,
            );
        }
    });

    it("may be anything once adoption is declared", () => {
        for (const live of [own, undefined, sibling, stranger]) taken(live, ["its name is a"], "adopt");
    });

    it("counts as made by its resource with exactly that mark alone", () => {
        assert.deepEqual(
            [own, adopted, sibling, stranger, undefined].map((live) => isMadeByOwn(live, own)),
            [true, false, false, false, false],
        );
        assert.equal(isMadeByOwn(own, undefined), false);
        assert.equal(isMadeByOwn(undefined, undefined), false);
    });
});

describe("the id of an object to take over", () => {
    it("is a text that is known", () => {
        const ids = ["1", unknownValue, undefined, 1].map((id) => existingIdIn({ [existingIdKey]: id }));

        assert.deepEqual([...ids, existingIdIn({})], ["1", undefined, undefined, undefined, undefined]);
    });

    it("is left out of what state keeps, and called in messages as its class calls it", () => {
        assert.deepEqual(withoutExistingId({ [existingIdKey]: "1", name: "x" }), { name: "x" });
        assert.deepEqual([existingIdKey, "name"].map(asGiven), ["existingId", "name"]);
    });
});

describe("a plan's look at an object to take over", () => {
    const inputs = { [existingIdKey]: "1", name: "x" };

    it("finds nothing wrong where the look throws nothing", async () => {
        const seen: string[] = [];

        const verified = await lookedAtExisting(inputs, ["known"], async (id) => seen.push(id));

        assert.deepEqual([verified, seen], [{ inputs, mistakes: [] }, ["1"]]);
    });

    it("reports what the look throws as a mistake of the whole resource", async () => {
        const verified = await lookedAtExisting(inputs, [], () => Promise.reject(new Error("it is somebody else's")));

        assert.deepEqual(verified, { inputs, mistakes: [{ property: "", reason: "it is somebody else's" }] });
    });

    it("ends with a failure of the service, which is no mistake of the declaration", async () => {
        const failure = new ApiFailure({ kind: "unavailable", said: "no answer", method: "GET", path: "/" });

        await assert.rejects(
            lookedAtExisting(inputs, [], () => Promise.reject(failure)),
            failure,
        );
    });

    it("does not happen without an id, or while anything that it needs is not known", async () => {
        const never = () => Promise.reject(new Error("looked"));
        const withoutId = { name: "x" };

        assert.deepEqual(await lookedAtExisting(withoutId, [], never), { inputs: withoutId, mistakes: [] });
        assert.deepEqual(await lookedAtExisting(inputs, ["known", unknownValue], never), { inputs, mistakes: [] });
    });
});
