import { strict as assert } from "node:assert";
import { z } from "zod";
import { existingIdKey } from "../../resources/lifecycle/declared/plain";
import { dynamicProvider } from "../../resources/lifecycle/dynamic-provider";
import type { Kind } from "../../resources/lifecycle/kind";
import { Claims } from "../../resources/lifecycle/run/claims";
import { Succession } from "../../resources/lifecycle/run/succession";
import { Unfinished } from "../../resources/lifecycle/run/unfinished";

const quiet: Kind = {
    declared: z.object({}),
    check: (news) => ({ inputs: news, mistakes: [] }),
    diff: () => ({ changes: false, replaces: [], deleteBeforeReplace: false }),
    create: async (inputs) => ({ id: "1", outputs: { ...inputs, late: undefined } }),
    read: async () => undefined,
    update: async (_id, _olds, news) => news,
    delete: async () => {},
};

describe("a kind behind Pulumi's calls", () => {
    it("never sees Pulumi's own properties, and gives none that are undefined", async () => {
        const { outs } = await dynamicProvider(quiet).create({ __provider: "text", name: "x" });

        assert.deepEqual(outs, { name: "x" });
    });

    it("keeps Pulumi's own properties in checked inputs", async () => {
        const { inputs } = await dynamicProvider(quiet).check({}, { __provider: "text", name: "x" });

        assert.deepEqual(inputs, { __provider: "text", name: "x" });
    });

    it("answers an object without an id for one that is gone", async () => {
        assert.deepEqual(await dynamicProvider(quiet).read("1", {}), {});
    });

    it("keeps a half-made object in state, with the text that can read and delete it", async () => {
        const half: Kind = {
            ...quiet,
            create: async () => {
                throw new Unfinished("1", { name: "x", late: undefined }, new Error("the push failed"));
            },
        };

        await assert.rejects(dynamicProvider(half).create({ __provider: "text" }), (thrown: object) => {
            assert.deepEqual(
                { ...thrown },
                { id: "1", properties: { name: "x", __provider: "text" }, reasons: ["the push failed"] },
            );
            return true;
        });
    });

    it("keeps an object that an update left half-changed, with the text of now", async () => {
        const half: Kind = {
            ...quiet,
            update: async () => {
                throw new Unfinished("1", { name: "y" }, new Error("the push failed"));
            },
        };
        const [olds, news] = [{ __provider: "old text" }, { __provider: "text", name: "y" }];

        await assert.rejects(dynamicProvider(half).update("1", olds, news), {
            id: "1",
            properties: { name: "y", __provider: "text" },
            reasons: ["the push failed"],
        });
    });

    it("answers what is there beside how one would declare it, without Pulumi's own properties going round", async () => {
        const seen: unknown[] = [];
        const live: Kind = {
            ...quiet,
            read: async (id, outputs) => {
                seen.push(outputs);
                return { id, outputs: { name: "x", late: undefined }, inputs: { name: "x" } };
            },
        };

        const found = await dynamicProvider(live).read("1", { __provider: "text", name: "w" });

        assert.deepEqual([found, seen], [{ id: "1", props: { name: "x" }, inputs: { name: "x" } }, [{ name: "w" }]]);
    });

    it("tells an error without its stack", async () => {
        const failing: Kind = { ...quiet, read: () => Promise.reject(new Error("not allowed")) };

        await assert.rejects(dynamicProvider(failing).read("1", {}), {
            message: "not allowed",
            stack: "",
        });
    });

    it("is asked for a look at a declaration only when that is right, and what the look says counts", async () => {
        const looks: unknown[] = [];
        const kind = (reason: string): Kind => ({
            ...quiet,
            check: (inputs) => ({ inputs, mistakes: reason ? [{ property: "name", reason }] : [] }),
            look: async (inputs) => {
                looks.push(inputs);
                return { inputs: { ...inputs, id: "found" }, mistakes: [] };
            },
        });

        const right = await dynamicProvider(kind("")).check({}, { name: "x" });
        const wrong = await dynamicProvider(kind("is wrong")).check({}, { name: "y" });

        assert.deepEqual(right, { inputs: { name: "x", id: "found" }, failures: [] });
        assert.deepEqual(wrong, { inputs: { name: "y" }, failures: [{ property: "name", reason: "is wrong" }] });
        assert.deepEqual(looks, [{ name: "x" }]);
    });

    it("is told of an object to take over as long as state has none for its resource, and not after that", async () => {
        const seen: unknown[] = [];
        const kind: Kind = {
            ...quiet,
            check: (inputs) => {
                seen.push(inputs[existingIdKey]);
                return { inputs, mistakes: [] };
            },
        };
        const news = { name: "x", [existingIdKey]: "1" };

        await dynamicProvider(kind).check({}, news);
        await dynamicProvider(kind).check({ name: "w" }, news);

        assert.deepEqual(seen, ["1", undefined]);
    });

    it("needs no claims", async () => {
        const claiming: Kind = {
            ...quiet,
            create: async (inputs, claim) => {
                claim("the object");
                if (inputs["name"] === "wrong") throw new Error("refused");
                return { id: "1", outputs: inputs };
            },
        };

        assert.deepEqual(await dynamicProvider(claiming).create({ name: "x" }), { id: "1", outs: { name: "x" } });
        await assert.rejects(dynamicProvider(claiming).create({ name: "wrong" }), /^Error: refused$/);
    });

    it("tells the engine what is replaced, and an old object what replaces it, before that is made and after", async () => {
        const successors: unknown[] = [];
        const replaced = (isReplaced: boolean): Kind => ({
            ...quiet,
            diff: () => ({ changes: true, replaces: isReplaced ? ["name"] : [], deleteBeforeReplace: isReplaced }),
            create: async (inputs) => ({ id: "new", outputs: inputs }),
            delete: async (_id, _outputs, successor) => void successors.push(successor && { ...successor }),
        });
        const [claims, succession] = [new Claims(), new Succession()];
        const provider = dynamicProvider(replaced(true), claims, succession);

        const { replaces, changes } = await provider.diff("old", { name: "x" }, { name: "y" });
        await provider.delete("old", { name: "x" });
        await provider.create({ name: "y" });
        await provider.delete("old", { name: "x" });
        await dynamicProvider(replaced(false), claims, succession).diff("kept", { name: "a" }, { name: "b" });
        await provider.delete("kept", { name: "a" });

        assert.deepEqual([replaces, changes], [["name"], true]);
        const declared = { name: "y" };
        assert.deepEqual(successors, [{ declared, isMade: false }, { declared, isMade: true }, undefined]);
    });
});
