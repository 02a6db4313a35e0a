import assert from "node:assert/strict";
import fc from "fast-check";
import { z } from "zod";
import type { Properties } from "../../resources/lifecycle/declared/plain";
import { dynamicProvider } from "../../resources/lifecycle/dynamic-provider";
import type { Kind } from "../../resources/lifecycle/kind";
import { Unfinished } from "../../resources/lifecycle/run/unfinished";

const obeyed = "a\u001b[2J\u202eb";
const shown = "a\\u{1b}[2J\\u{202e}b";

/** A kind that has what it is declared, and keeps what it was called with. */
function echoing(seen: Properties[] = []): Kind {
    const noted = (...bags: Properties[]) => seen.push(...bags);
    return {
        declared: z.object({}),
        check: (news) => {
            noted(news);
            return { inputs: news, mistakes: [] };
        },
        diff: (olds, news) => {
            noted(olds, news);
            return { changes: olds["name"] !== news["name"], replaces: [], deleteBeforeReplace: false };
        },
        create: async (inputs) => {
            noted(inputs);
            return { id: "1", outputs: inputs };
        },
        read: async (_id, outputs) => {
            noted(outputs);
            return { id: "1", outputs, inputs: outputs };
        },
        update: async (_id, olds, news) => {
            noted(olds, news);
            return news;
        },
        delete: async (_id, outputs) => void noted(outputs),
    };
}

describe("between a provider and the engine", () => {
    it("no text goes out that a terminal would obey", async () => {
        const provider = dynamicProvider(echoing());
        const news = { name: obeyed, list: [{ name: obeyed }], count: 1, flag: false, nothing: null };
        const expected = { name: shown, list: [{ name: shown }], count: 1, flag: false, nothing: null };

        const { inputs } = await provider.check({}, news);
        const { outs } = await provider.create(inputs);
        const found = await provider.read("1", outs);
        const updated = await provider.update("1", outs, inputs);

        assert.deepEqual([inputs, outs, found.props, found.inputs, updated.outs], Array(5).fill(expected));
    });

    it("the provider has the true texts, whichever way they are declared", async () => {
        const seen: Properties[] = [];
        const provider = dynamicProvider(echoing(seen));

        for (const name of [obeyed, shown]) {
            const { inputs } = await provider.check({ name }, { name });
            const { outs } = await provider.create(inputs);
            await provider.diff("1", outs, inputs);
            await provider.read("1", outs);
            await provider.update("1", outs, inputs);
            await provider.delete("1", outs);
        }

        assert.deepEqual(seen, Array(16).fill({ name: obeyed }));
    });

    it("a text that is kept comes back as it was", async () => {
        const parts = fc.constantFrom(
            "\\",
            "\\u{",
            "\\u{5c}",
            "u{",
            "1b",
            "}",
            "\u001b",
            "\u202e",
            "\u{e0041}",
            "é",
            "\n",
        );
        const texts = fc.oneof(
            fc.array(parts).map((some) => some.join("")),
            fc.string({ unit: "binary" }),
        );
        await fc.assert(
            fc.asyncProperty(texts, async (name) => {
                const seen: Properties[] = [];
                const live: Kind = { ...echoing(seen), read: async () => ({ id: "1", outputs: { name }, inputs: {} }) };
                const provider = dynamicProvider(live);

                const { props } = await provider.read("1", {});
                await provider.delete("1", props);

                assert.deepEqual(seen, [{ name }]);
                assert.doesNotMatch(props.name, /[\p{Cf}\p{Zl}\p{Zp}]|[^\P{Cc}\n\t]/u);
            }),
        );
    });

    it("a text that differs in such a character alone is drift", async () => {
        const provider = dynamicProvider(echoing());
        const { outs } = await provider.create({ name: "team-a\u200b" });

        const { changes } = await provider.diff("1", outs, (await provider.check({}, { name: "team-a" })).inputs);

        assert.equal(changes, true);
    });

    it("errors, mistakes and reasons are visible, and keep their lines", async () => {
        const mistakes = [{ property: `x.${obeyed}`, reason: `unknown key "${obeyed}".` }];
        const failing: Kind = {
            ...echoing(),
            check: (inputs) => ({ inputs, mistakes }),
            create: () => Promise.reject(new Unfinished("1", { name: obeyed }, new Error(`no ${obeyed}`))),
            delete: () => Promise.reject(new Error(`Missing:\n  ${obeyed}`)),
        };
        const provider = dynamicProvider(failing);

        const { failures } = await provider.check({}, {});

        assert.deepEqual(failures, [{ property: `x.${shown}`, reason: `unknown key "${shown}".` }]);
        await assert.rejects(provider.delete("1", {}), { message: `Missing:\n  ${shown}` });
        await assert.rejects(provider.create({}), (thrown: object) => {
            const { message, reasons, properties } = thrown as Unfinished;
            assert.deepEqual([message, reasons, properties], [`no ${shown}`, [`no ${shown}`], { name: shown }]);
            return true;
        });
    });

    it("what Pulumi keeps in the bag stays as it is", async () => {
        const { inputs } = await dynamicProvider(echoing()).check({}, { __provider: obeyed, name: "x" });

        assert.deepEqual(inputs, { __provider: obeyed, name: "x" });
    });
});
