import assert from "node:assert/strict";
import { Claims } from "../../resources/lifecycle/claims";
import { dynamicProvider } from "../../resources/lifecycle/dynamic-provider";
import type { Kind } from "../../resources/lifecycle/kind";
import { Unfinished } from "../../resources/lifecycle/unfinished";

describe("a claim to an object", () => {
    it("is refused to a second new resource, which keeps nothing of it", async () => {
        const provider = dynamicProvider(kindOf("the-object"), new Claims());

        await provider.create({});

        await assert.rejects(provider.create({}), (error: Error) => {
            assert.match(error.message, /declared twice: another resource of this run stands for the-object already/);
            assert.ok(!("id" in error));
            return true;
        });
    });

    it("is refused to a new resource when one in state has it", async () => {
        const provider = dynamicProvider(kindOf("the-object"), new Claims());

        await provider.diff("the-object", {}, {});

        await assert.rejects(provider.create({}), /declared twice/);
    });

    it("is refused also where the object is not finished", async () => {
        const unfinished = {
            ...kindOf("the-object"),
            create: () => Promise.reject(new Unfinished("the-object", {}, "late")),
        };
        const provider = dynamicProvider(unfinished, new Claims());

        await assert.rejects(provider.create({}), (error: object) => "id" in error && error.id === "the-object");

        await assert.rejects(provider.create({}), (error: object) => !("id" in error));
    });

    it("ends when the object is deleted, so that one that is replaced in place can be made again", async () => {
        const provider = dynamicProvider(kindOf("the-object"), new Claims());
        await provider.diff("the-object", {}, {});

        await provider.delete("the-object", {});

        assert.equal((await provider.create({})).id, "the-object");
    });

    it("of a new resource keeps the object when the old one that had it goes, as under a new resource name", async () => {
        const deleted: string[] = [];
        const kind = { ...kindOf("the-object"), delete: async (id: string) => void deleted.push(id) };
        const provider = dynamicProvider(kind, new Claims());
        await provider.create({});

        await provider.delete("the-object", {});
        await provider.delete("another-object", {});

        assert.deepEqual(deleted, ["another-object"]);
    });

    it("stays when deleting fails", async () => {
        const stubborn = { ...kindOf("the-object"), delete: () => Promise.reject(new Error("holds secrets")) };
        const provider = dynamicProvider(stubborn, new Claims());
        await provider.diff("the-object", {}, {});

        await assert.rejects(provider.delete("the-object", {}));

        await assert.rejects(provider.create({}), /declared twice/);
    });
});

/** A kind whose every resource turns out to be this object. */
function kindOf(id: string): Kind {
    return {
        check: (inputs) => ({ inputs, mistakes: [] }),
        diff: () => ({ changes: false, replaces: [], deleteBeforeReplace: false }),
        create: async () => ({ id, outputs: {} }),
        read: async () => ({ id, inputs: {}, outputs: {} }),
        update: async () => ({}),
        delete: async () => undefined,
    };
}
