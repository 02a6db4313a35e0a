import { strict as assert } from "node:assert";
import { dynamicProvider } from "../../resources/lifecycle/dynamic-provider";
import type { Kind } from "../../resources/lifecycle/kind";
import { Unfinished } from "../../resources/lifecycle/unfinished";

const quiet: Kind = {
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

    it("tells an error without its stack", async () => {
        const failing: Kind = { ...quiet, read: () => Promise.reject(new Error("not allowed")) };

        await assert.rejects(dynamicProvider(failing).read("1", {}), {
            message: "not allowed",
            stack: "",
        });
    });
});
