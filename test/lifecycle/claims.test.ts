import assert from "node:assert/strict";
import { z } from "zod";
import type { Properties } from "../../resources/lifecycle/declared/plain";
import { type DynamicProvider, dynamicProvider } from "../../resources/lifecycle/dynamic-provider";
import type { Kind } from "../../resources/lifecycle/kind";
import { Claims } from "../../resources/lifecycle/run/claims";
import { Unfinished } from "../../resources/lifecycle/run/unfinished";

const object = "the-object";

describe("a claim to an object", () => {
    let deleted: string[];
    /** A process of its own: what it knows is what state brings. */
    const nextRun = (changed: Partial<Kind> = {}) =>
        dynamicProvider({ ...kindOf(object, deleted), ...changed }, new Claims());

    beforeEach(() => {
        deleted = [];
    });

    it("is refused to a second new resource, which keeps nothing of it", async () => {
        const run = nextRun();
        await run.create({});

        await assert.rejects(run.create({}), (error: Error) => {
            assert.match(error.message, /declared twice: another resource of this program already manages the-object/);
            assert.ok(!("id" in error));
            return true;
        });
    });

    it("is refused to a new resource when one in state has it", async () => {
        const state = await made(nextRun());
        const run = nextRun();
        await run.diff(object, state, {});

        await assert.rejects(run.create({}), /declared twice/);
    });

    it("is refused to one in state when a new resource came first", async () => {
        const state = await made(nextRun());
        const run = nextRun();
        await run.create({});

        await assert.rejects(run.diff(object, state, {}), /declared twice/);
    });

    it("is refused also where the object is not finished", async () => {
        const run = nextRun({
            create: async (_inputs, claim) => {
                claim(object);
                throw new Unfinished(object, {}, "late");
            },
        });
        await assert.rejects(run.create({}), (error: object) => "id" in error && error.id === object);

        await assert.rejects(run.create({}), (error: object) => !("id" in error));
    });

    it("stays a resource's own through reads and updates, finished or not", async () => {
        const state = await made(nextRun());
        const { props = {} } = await nextRun().read(object, state);
        const { outs = {} } = await nextRun().update(object, props, {});
        const broken = nextRun({ update: () => Promise.reject(new Unfinished(object, {}, "late")) });
        const failure = await broken.update(object, outs, {}).catch((thrown: { properties: Properties }) => thrown);
        const run = nextRun();
        await run.diff(object, state, {});

        await run.delete(object, (failure as { properties: Properties }).properties);

        assert.deepEqual(deleted, [object]);
    });

    it("ends when the object is deleted, so that one that is replaced in place can be made again", async () => {
        const state = await made(nextRun());
        const run = nextRun();
        await run.diff(object, state, {});

        await run.delete(object, state);

        assert.equal((await run.create({})).id, object);
        assert.deepEqual(deleted, [object]);
    });

    it("keeps the object when an old resource goes that had it, as under a new resource name", async () => {
        const old = await made(nextRun());
        const run = nextRun();
        await run.create({});

        await run.delete(object, old);
        await run.delete("another-object", {});

        assert.deepEqual(deleted, ["another-object"]);
    });

    it("keeps it also when the old resource goes in a later run, because the first one failed half-way", async () => {
        const old = await made(nextRun());
        const renamed = await made(nextRun());
        const run = nextRun();
        await run.diff(object, renamed, {});

        await run.delete(object, old);

        assert.deepEqual(deleted, []);
    });

    it("keeps nothing when all go", async () => {
        const [old, renamed] = [await made(nextRun()), await made(nextRun())];
        const run = nextRun();

        await run.delete(object, old);
        await run.delete(object, renamed);

        assert.deepEqual(deleted, [object, object]);
    });

    it("stays when deleting fails", async () => {
        const state = await made(nextRun());
        const run = nextRun({ delete: () => Promise.reject(new Error("holds secrets")) });
        await run.diff(object, state, {});

        await assert.rejects(run.delete(object, state), /holds secrets/);

        await assert.rejects(run.create({}), /declared twice/);
    });

    it("is not made by a resource that is to be replaced: its object may be long gone, and another one's by now", async () => {
        const [leaving, another] = [await made(nextRun()), await made(nextRun())];
        const replaced = { changes: true, replaces: ["group"], deleteBeforeReplace: true };
        const run = nextRun({ diff: (_olds, news) => (news["leaves"] ? replaced : unchanged) });

        await run.diff(object, leaving, { leaves: true });
        await run.diff(object, another, {});

        await run.delete(object, leaving);
        assert.deepEqual(deleted, []);
    });

    it("passes to what replaces a resource whose object is gone, and to nothing else that is declared the same", async () => {
        const state = await made(nextRun());
        for (const isGone of [true, false]) {
            const run = nextRun({
                create: async (_inputs, claim) => {
                    claim(object, isGone);
                    return { id: object, outputs: {} };
                },
            });
            await run.diff(object, state, { name: "same" });

            if (isGone) assert.equal((await run.create({ name: "same" })).id, object);
            else await assert.rejects(run.create({ name: "same" }), /declared twice/);
            await assert.rejects(run.create({ name: "other" }), /declared twice/);
        }
    });

    it("is free for what replaces a resource that let go of it already", () => {
        const claims = new Claims();
        claims.hold(object, "old");
        claims.releaseAll("old");

        claims.hold(object, "new", "old");

        assert.throws(() => claims.hold(object, "another"), /declared twice/);
    });

    it("ends when the creation fails before anything exists", async () => {
        const run = nextRun({
            create: async ({ fails }, claim) => {
                claim(object);
                if (fails) throw new Error("refused");
                return { id: object, outputs: {} };
            },
        });
        await assert.rejects(run.create({ fails: true }), /refused/);

        assert.equal((await run.create({})).id, object);
    });

    it("is refused while the object is being deleted", async () => {
        const state = await made(nextRun());
        let finish = () => {};
        const run = nextRun({
            delete: () =>
                new Promise<void>((resolve) => {
                    finish = resolve;
                }),
        });
        const deleting = run.delete(object, state);

        await assert.rejects(run.create({}), /declared twice/);

        finish();
        await deleting;
        assert.equal((await run.create({})).id, object);
    });

    it("is to what a kind says, where ids are known too late", async () => {
        const run = nextRun({
            claimed: (id) => `the group of ${id}`,
            create: async (_inputs, claim) => {
                claim(`the group of ${object}`);
                return { id: object, outputs: {} };
            },
        });
        const state = await made(run);

        await assert.rejects(run.create({}), /already manages the group of the-object\. /);

        await run.delete(object, state);
        assert.deepEqual(deleted, [object]);
    });
});

const unchanged = { changes: false, replaces: [], deleteBeforeReplace: false };

async function made(run: DynamicProvider): Promise<Properties> {
    return (await run.create({})).outs ?? {};
}

/** A kind whose every resource turns out to be this object. */
function kindOf(id: string, deleted: string[]): Kind {
    return {
        declared: z.object({}),
        check: (inputs) => ({ inputs, mistakes: [] }),
        diff: () => ({ changes: false, replaces: [], deleteBeforeReplace: false }),
        create: async (_inputs, claim) => {
            claim(id);
            return { id, outputs: {} };
        },
        read: async () => ({ id, inputs: {}, outputs: {} }),
        update: async () => ({}),
        delete: async (its) => {
            deleted.push(its);
        },
    };
}
