import assert from "node:assert/strict";
import { z } from "zod";
import { checked } from "../../resources/lifecycle/declared/check";
import type { Properties } from "../../resources/lifecycle/declared/plain";
import { differences } from "../../resources/lifecycle/diff";
import { dynamicProvider } from "../../resources/lifecycle/dynamic-provider";
import type { Kind } from "../../resources/lifecycle/kind";
import { lifeOf } from "../support/life-of";

const rule = z.strictObject({ grants: z.array(z.string()) });
const older = z.object({ name: z.string(), rules: z.array(rule), onDelete: z.enum(["delete"]).default("delete") });

/** One more property with a default: of the resource, and of each of its rules. */
const newer = older.extend({
    colours: z
        .array(z.string())
        .default(["red", "blue"])
        .transform((list) => [...list].sort()),
    rules: z.array(rule.extend({ active: z.boolean().default(true) })),
});

const declaration = { name: "x", rules: [{ grants: ["read"] }] };

describe("state that an older version wrote", () => {
    it("means the default of each property that it does not have, at any depth", async () => {
        const kept = await stateOf(older);
        const life = lifeOf(dynamicProvider(kindOf(newer)));
        life.resume(kept);

        assert.deepEqual((await life.preview(declaration)).op, "same");
    });

    it("is another one where such a property is declared otherwise", async () => {
        const kept = await stateOf(older);
        const life = lifeOf(dynamicProvider(kindOf(newer)));
        life.resume(kept);

        assert.equal((await life.preview({ ...declaration, colours: ["green"] })).op, "update");
        assert.equal(
            (await life.preview({ ...declaration, rules: [{ grants: ["read"], active: false }] })).op,
            "update",
        );
    });

    it("is no difference to what a refresh finds, which the engine compares with it", async () => {
        const { id, inputs, outputs } = await stateOf(older);
        const provider = dynamicProvider(kindOf(newer));
        const { props } = await provider.read(id, outputs);

        assert.deepEqual((await provider.diff(id, props, inputs)).changes, false);
    });

    it("reaches every method with the defaults", async () => {
        const seen: Properties[] = [];
        const { id, outputs, inputs } = await stateOf(older);
        const provider = dynamicProvider(kindOf(newer, seen));

        await provider.check(inputs, inputs);
        await provider.diff(id, outputs, inputs);
        await provider.read(id, outputs);
        await provider.update(id, outputs, inputs);
        await provider.delete(id, outputs);

        const filled = { ...declaration, rules: [{ grants: ["read"], active: true }], colours: ["blue", "red"] };
        assert.deepEqual(seen, Array(5).fill({ ...filled, onDelete: "delete" }));
    });

    it("keeps what it has, also what nobody could declare", async () => {
        const seen: Properties[] = [];
        const live = { name: 7, rules: "none", onDelete: "burn", colours: null, made: "yesterday" };

        await dynamicProvider(kindOf(newer, seen)).delete("1", live);

        assert.deepEqual(seen, [live]);
    });
});

describe("state that a newer version wrote", () => {
    const newerProvider = dynamicProvider(kindOf(newer), undefined, undefined, 2);

    it("is refused by every method that gets it, in words, and nothing is done", async () => {
        const seen: Properties[] = [];
        const life = lifeOf(newerProvider);
        await life.up(declaration);
        assert.ok(life.state);
        const { id, inputs, outputs } = life.state;
        const provider = dynamicProvider(kindOf(older, seen));

        const refusals = {
            check: () => provider.check(inputs, declaration),
            diff: () => provider.diff(id, outputs, declaration),
            read: () => provider.read(id, outputs),
            update: () => provider.update(id, outputs, declaration),
            delete: () => provider.delete(id, outputs),
        };
        for (const [method, refused] of Object.entries(refusals)) {
            await assert.rejects(refused, /newer version of pulumi-okta-opa wrote .* Install the version/, method);
        }
        assert.deepEqual(seen, []);
    });

    it("is known as such after a refresh and after an update too, while the first format needs no mark", async () => {
        const first = await stateOf(older);
        const life = lifeOf(newerProvider);
        life.resume(first);

        assert.ok(![...Object.keys(first.inputs), ...Object.keys(first.outputs)].includes("__format"));
        for (const act of [() => life.refresh(), () => life.up({ ...declaration, name: "y" })]) {
            await act();
            const { inputs, outputs } = life.state ?? {};
            assert.deepEqual([inputs?.["__format"], outputs?.["__format"]], [2, 2]);
        }
    });

    it("is known as such where a mark of its format cannot be read", async () => {
        await assert.rejects(dynamicProvider(kindOf(older)).delete("1", { __format: "2.1" }), /format 2\.1/);
    });
});

/** A kind that has what it is declared, and notes which state its methods are given. */
function kindOf(declared: z.ZodObject, seen: Properties[] = []): Kind {
    const effects = Object.fromEntries(Object.keys(declared.shape).map((key) => [key, "update"] as const));
    return {
        declared,
        check: (news, olds = {}) => {
            if (Object.keys(olds).length > 0) seen.push(olds);
            return checked(declared, news);
        },
        diff: (olds, news) => {
            seen.push(olds);
            const { update } = differences(effects, olds, news);
            return { changes: update.length > 0, replaces: [], deleteBeforeReplace: false };
        },
        create: async (inputs) => ({ id: "1", outputs: inputs }),
        read: async (id, outputs) => {
            seen.push(outputs);
            return { id, outputs, inputs: outputs };
        },
        update: async (_id, olds, news) => {
            seen.push(olds);
            return news;
        },
        delete: async (_id, outputs) => {
            seen.push(outputs);
        },
    };
}

/** What a version with these properties keeps. */
async function stateOf(declared: z.ZodObject) {
    const life = lifeOf(dynamicProvider(kindOf(declared)));
    await life.up(declaration);
    assert.ok(life.state);
    return life.state;
}
