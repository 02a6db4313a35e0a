import assert from "node:assert/strict";
import { Claims } from "../../resources/lifecycle/claims";
import { type DynamicProvider, dynamicProvider } from "../../resources/lifecycle/dynamic-provider";
import type { Kind } from "../../resources/lifecycle/kind";
import type { Properties } from "../../resources/lifecycle/plain";
import { Unfinished } from "../../resources/lifecycle/unfinished";

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
});

async function made(run: DynamicProvider): Promise<Properties> {
    return (await run.create({})).outs ?? {};
}

/** A kind whose every resource turns out to be this object. */
function kindOf(id: string, deleted: string[]): Kind {
    return {
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
