import assert from "node:assert/strict";
import { z } from "zod";
import type { Properties } from "../../resources/lifecycle/declared/plain";
import { unknownValue } from "../../resources/lifecycle/declared/unknown";
import { dynamicProvider } from "../../resources/lifecycle/dynamic-provider";
import type { Kind } from "../../resources/lifecycle/kind";
import { type Replaced, Succession } from "../../resources/lifecycle/run/succession";

const old: Replaced = { id: "old", outputs: { group: "one" } };

describe("what a new resource replaces", () => {
    const cases: readonly [title: string, declared: Properties, inputs: Properties, isFound: boolean][] = [
        [
            "is what was compared with its inputs",
            { group: "two", at: [1, { b: 2 }] },
            { at: [1, { b: 2 }], group: "two" },
            true,
        ],
        [
            "is found though something was not known then",
            { group: unknownValue, at: [unknownValue] },
            { group: "two", at: [1] },
            true,
        ],
        ["is nothing that was compared with others", { group: "two" }, { group: "three" }, false],
        ["is nothing that was compared with fewer", { group: "two" }, { group: "two", at: [1] }, false],
        ["is nothing that was compared with a longer list", { at: [1, 2] }, { at: [1] }, false],
        ["is nothing that was compared with a shorter list", { at: [1] }, { at: [1, 2] }, false],
        ["is nothing that was compared with other items", { at: [1, 2] }, { at: [1, 3] }, false],
        ["is nothing that was compared with a list instead of a bag", { at: ["a"] }, { at: { 0: "a" } }, false],
        ["is nothing that was compared with a bag instead of a list", { at: { 0: "a" } }, { at: ["a"] }, false],
        ["is nothing that was compared with a bag instead of a text", { at: {} }, { at: "" }, false],
        ["is nothing that was compared with an empty bag instead of nothing", { at: {} }, { at: null }, false],
        ["is nothing that was compared with nothing instead of an empty bag", { at: null }, { at: {} }, false],
    ];
    for (const [title, declared, inputs, isFound] of cases) {
        it(title, () => {
            const succession = new Succession();

            succession.note(old.id, old.outputs, declared);

            const { id, outputs } = succession.replacedBy(inputs) ?? {};
            assert.deepEqual({ id, outputs }, isFound ? old : { id: undefined, outputs: undefined });
        });
    }

    it("is nothing when it may be either of two", () => {
        const succession = new Succession();
        succession.note("old", {}, { group: "two" });
        succession.note("other", {}, { group: "two" });

        assert.equal(succession.replacedBy({ group: "two" }), undefined);
    });

    it("is what its old resource was compared with last", () => {
        const succession = new Succession();
        succession.note("old", {}, { group: unknownValue });
        succession.note("old", {}, { group: "two" });

        assert.equal(succession.replacedBy({ group: "three" }), undefined);
        assert.equal(succession.replacedBy({ group: "two" })?.id, "old");
    });

    it("is told to the old one as long as it is to come, and that it was made afterwards", async () => {
        const succession = new Succession();
        succession.note("old", {}, { group: "two" }, true);
        succession.note("kept", {}, { group: "three" });

        assert.deepEqual(succession.successorOf("old"), { declared: { group: "two" }, isMade: false });
        succession.isReplaced("old");
        assert.deepEqual(succession.successorOf("old"), { declared: { group: "two" }, isMade: true });
        assert.equal(succession.successorOf("kept"), undefined);
    });

    it("was never made for what was not compared", () => {
        const succession = new Succession();

        succession.isReplaced("old");

        assert.equal(succession.successorOf("old"), undefined);
    });

    it("is told of what is deleted, when its resource has another object, or is declared still", () => {
        const succession = new Succession();
        succession.declares("acme/dev/payments", "new");
        succession.declares("acme/dev/payments");
        succession.declares(undefined, "nameless");

        assert.equal(succession.replacementOf("acme/dev/payments", "old"), "made");
        assert.equal(succession.replacementOf("acme/dev/payments", "new"), "to come");
        assert.equal(succession.replacementOf("acme/dev/billing", "old"), undefined);
        assert.equal(succession.replacementOf(undefined, "nameless"), undefined);
    });

    it("is checked with the inputs that state has, which the engine leaves out then", () => {
        const succession = new Succession();
        const news = { group: "two" };

        assert.deepEqual(succession.oldInputs(news, {}), {});
        assert.deepEqual(succession.oldInputs(news, { app: "a" }), { app: "a" });
        assert.deepEqual(succession.oldInputs(news, {}), { app: "a" });
        succession.oldInputs(news, { app: "a" });
        assert.deepEqual(succession.oldInputs({ group: "two" }, {}), { app: "a" }, "twice the same");
        assert.deepEqual(succession.oldInputs({ group: "three" }, {}), {});
        succession.oldInputs(news, { app: "b" });
        assert.deepEqual(succession.oldInputs(news, {}), {}, "either of two");
    });

    it("reaches the kind without what Pulumi itself put there", async () => {
        const seen: (Replaced | undefined)[] = [];
        const provider = dynamicProvider(kindThatTells(seen));

        await provider.create({ __provider: "text", group: "one" });
        await provider.diff("old", { __provider: "text", group: "one" }, { __provider: "text", group: "two" });
        await provider.create({ __provider: "newer text", group: "two" });

        const { id, outputs } = seen[1] ?? {};
        assert.equal(seen[0], undefined);
        assert.deepEqual({ id, outputs }, old);
    });
});

function kindThatTells(seen: (Replaced | undefined)[]): Kind {
    return {
        declared: z.object({}),
        check: (inputs) => ({ inputs, mistakes: [] }),
        diff: () => ({ changes: true, replaces: ["group"], deleteBeforeReplace: true }),
        create: async (_inputs, _claim, replaced) => {
            seen.push(replaced);
            return { id: "new", outputs: {} };
        },
        read: async () => undefined,
        update: async () => ({}),
        delete: async () => undefined,
    };
}
