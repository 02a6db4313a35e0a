import assert from "node:assert/strict";
import { isDeepStrictEqual } from "node:util";
import { ownerKey, type Properties } from "../../resources/lifecycle/declared/plain";
import type { DynamicProvider } from "../../resources/lifecycle/dynamic-provider";

/** What the engine keeps of a resource between two runs. */
export interface State {
    readonly id: string;
    readonly inputs: Properties;
    readonly outputs: Properties;
    /** Why it is not finished; the next `up` updates it even where nothing changed. */
    readonly unfinished: readonly string[];
}

/** What a run would do: with which properties, as the display names them. */
interface Plan {
    readonly op: "create" | "update" | "replace" | "same";
    readonly properties: readonly string[];
}

/** One resource through its runs, called in the order and with the bags of Pulumi's engine, but without it. */
export interface Life {
    /** Undefined before `up` and after `destroy`. */
    readonly state: State | undefined;
    /** What waits to be deleted because its replacement was made first. */
    readonly leftOver: readonly State[];
    preview(inputs: Properties): Promise<Plan>;
    /** Resolves with what was done; rejects with what the user would read, once state has kept what there is. */
    up(inputs: Properties): Promise<Plan["op"]>;
    /** Resolves with whether the object is there; rejects when it cannot be told. */
    refresh(): Promise<boolean>;
    destroy(): Promise<void>;
    /** The engine was killed during a create: state knows nothing, whatever was made. */
    forget(): void;
    /** Goes on with what state has of another resource: the program has renamed it, with an alias. */
    resume(kept: State): void;
}

/** Stands for the text in state: without it the engine can neither refresh nor delete. */
const provider = "__provider";

/**
 * Begins the life of a resource of this provider. A function is asked for a new one at the beginning of each run, since
 * each run of the engine is a process of its own, which remembers nothing.
 *
 * @param owner Which resource it is, as the classes that mark their objects say it: "project/stack/resource".
 */
export function lifeOf(given: DynamicProvider | (() => DynamicProvider), owner?: string): Life {
    const begun = () => (typeof given === "function" ? given() : given);
    let kind = begun();
    let state: State | undefined;
    let leftOver: readonly State[] = [];
    /** Deleted because it is replaced, while its replacement is not created yet: a killed run leaves state like this. */
    let pendingReplacement: State | undefined;

    async function check(inputs: Properties, olds = (state ?? pendingReplacement)?.inputs): Promise<Properties> {
        const given = carried({ ...inputs, [provider]: "text", ...(owner === undefined ? {} : { [ownerKey]: owner }) });
        const { inputs: checked = given, failures = [] } = await kind.check(olds ?? {}, given);
        if (failures.length > 0) {
            throw new Error(failures.map(({ property, reason }) => `${property}: ${reason}`).join("\n"));
        }
        return carried(checked as Properties);
    }

    async function planned(news: Properties) {
        if (!state) {
            if (pendingReplacement) await kind.diff(pendingReplacement.id, pendingReplacement.outputs, news);
            return { op: "create", properties: [], oldFirst: false } as const;
        }
        const { changes, replaces = [], deleteBeforeReplace } = await kind.diff(state.id, state.outputs, news);
        assert.equal(typeof changes, "boolean", "diff must say whether anything changes");
        const keys = new Set([...Object.keys(state.inputs), ...Object.keys(news)]);
        const properties = [...keys].filter((key) => !isDeepStrictEqual(state?.inputs[key], news[key])).sort();
        if (changes && replaces.length > 0) {
            return { op: "replace", properties: replaces, oldFirst: deleteBeforeReplace === true } as const;
        }
        const op = changes || state.unfinished.length > 0 ? "update" : "same";
        return { op, properties: changes ? properties : [], oldFirst: false } as const;
    }

    async function create(inputs: Properties): Promise<void> {
        const { id, outs = {} } = await keeping(inputs, () => kind.create(inputs));
        pendingReplacement = undefined;
        assert.ok(typeof id === "string" && id !== "", "create must give an id that is a text");
        state = { id, inputs, outputs: { ...carried(outs), [provider]: inputs[provider] }, unfinished: [] };
    }

    async function update({ id, inputs, outputs }: State, news: Properties): Promise<void> {
        // After an update that failed half-way the engine keeps the old inputs.
        const { outs = {} } = await keeping(inputs, () => kind.update(id, outputs, news));
        state = { id, inputs: news, outputs: { ...carried(outs), [provider]: news[provider] }, unfinished: [] };
    }

    async function keeping<T>(inputs: Properties, call: () => Promise<T>): Promise<T> {
        try {
            return await call();
        } catch (thrown) {
            const { id, properties, reasons } = thrown as Partial<Record<"id" | "properties" | "reasons", unknown>>;
            if (typeof id !== "string" || !Array.isArray(reasons)) throw thrown;
            state = { id, inputs, outputs: carried(properties as Properties), unfinished: reasons.map(String) };
            pendingReplacement = undefined;
            throw new Error(reasons.join("\n"));
        }
    }

    async function remove({ id, outputs }: State): Promise<void> {
        assert.ok(outputs[provider], "an object without the provider's text can never be deleted");
        await kind.delete(id, outputs);
    }

    async function removeLeftOver(): Promise<void> {
        for (const old of leftOver) {
            await remove(old);
            leftOver = leftOver.filter((other) => other !== old);
        }
    }

    async function replace(old: State, news: Properties, oldFirst: boolean): Promise<void> {
        if (oldFirst) {
            await remove(old);
            pendingReplacement = old;
            state = undefined;
        }
        try {
            await create(news);
        } finally {
            // The old one waits to be deleted as soon as there is a new one, finished or not.
            if (!oldFirst && state !== old) leftOver = [...leftOver, old];
        }
    }

    return {
        get state() {
            return state;
        },
        get leftOver() {
            return leftOver;
        },
        async preview(inputs) {
            kind = begun();
            const { op, properties } = await planned(await check(inputs));
            return { op, properties };
        },
        async up(inputs) {
            kind = begun();
            const news = await check(inputs);
            const { op, oldFirst } = await planned(news);
            if (!state) await create(pendingReplacement ? await check(inputs, {}) : news);
            // The engine checks a replacement as if there were nothing in state (step_generator.go, continueStepsFromDiff).
            else if (op === "replace") await replace(state, await check(inputs, {}), oldFirst);
            else if (op === "update") await update(state, news);
            else state = { ...state, inputs: news };
            await removeLeftOver();
            return op;
        },
        async refresh() {
            kind = begun();
            if (!state) return false;
            assert.ok(state.outputs[provider], "an object without the provider's text can never be refreshed");
            const { id, props = {}, inputs = state.inputs } = await kind.read(state.id, state.outputs);
            const text = { [provider]: state.outputs[provider] };
            state = id
                ? {
                      id,
                      inputs: carried({ ...inputs, ...text }),
                      outputs: carried({ ...props, ...text }),
                      unfinished: [],
                  }
                : undefined;
            return state !== undefined;
        },
        async destroy() {
            kind = begun();
            await removeLeftOver();
            if (state) await remove(state);
            state = undefined;
            pendingReplacement = undefined;
        },
        resume(kept) {
            state = kept;
        },
        forget() {
            state = undefined;
            pendingReplacement = undefined;
        },
    };
}

/** As the bag arrives on the other side; what cannot travel fails here as it does there. */
function carried(bag: Properties): Properties {
    const arrived = JSON.parse(JSON.stringify(bag)) as Properties;
    assert.deepEqual(bag, arrived, "the engine takes neither undefined nor instances of classes");
    return arrived;
}
