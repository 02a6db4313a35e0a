import type { Properties } from "../../../resources/lifecycle/plain";
import { unknownValue } from "../../../resources/lifecycle/unknown";
import { formerUrns, type Goal } from "./goal";
import { HalfDone, type Plugin } from "./plugins";
import { type Recording, type Resource, reliesOn, type State } from "./state";

/** What an operation does with a resource. */
export type Op = "create" | "update" | "replace" | "same" | "delete";

/** One thing that an operation did, or in a preview would do. */
export interface Done {
    readonly op: Op;
    readonly urn: string;
}

/** What the program gets to know of a resource. */
export interface Registered {
    /** Empty while it is not known. */
    readonly id: string;
    readonly outputs: Properties;
    /** It is not in the targets, so it was not made. */
    readonly isSkipped: boolean;
}

/** What one operation works with. */
export interface Means {
    readonly state: State;
    readonly recording: Recording;
    readonly pluginFor: (type: string) => Plugin;
    readonly project: string;
    readonly stack: string;
    readonly isPreview: boolean;
    /** URNs of `--target`; everything when undefined. */
    readonly targets: ReadonlySet<string> | undefined;
    /** URNs of `--replace`. */
    readonly replaced: ReadonlySet<string>;
}

/** Makes what was planned; resolves with what the program may know of it. */
type Step = () => Promise<Registered>;

/**
 * The engine's part of an `up` or a preview, until the program ends: what becomes of each resource that it declares
 * (pkg/resource/deploy/step_generator.go of the engine). Plans are made one after the other, steps run at the same time. After
 * the first failure nothing new begins, and what has begun comes to its end.
 */
export class Deployment {
    readonly errors: string[] = [];
    readonly done: Done[] = [];
    /** URNs that the program declares, and those they had before. */
    readonly seen = new Set<string>();
    #turn: Promise<unknown> = Promise.resolve();
    #underWay = 0;
    #calmed = () => {};
    readonly #aliased = new Map<string, string>();
    readonly #skipped = new Set<string>();
    /** What was deleted already because something it hangs on is replaced. */
    readonly #deletedFirst = new Set<string>();
    /** Resolves once something has failed and all that had begun is done. */
    readonly failed = new Promise<void>((resolve) => {
        this.#calmed = resolve;
    });

    constructor(private readonly means: Means) {}

    /** Never settles when the operation has failed: the program is ended then. */
    async register(goal: Goal): Promise<Registered> {
        const planned = this.#turn.then(() => this.#begun(() => this.#plan(goal)));
        this.#turn = planned;
        const step = await planned;
        return this.#begun(step);
    }

    async #begun<T>(act: () => Promise<T>): Promise<T> {
        if (this.errors.length > 0) return never();
        this.#underWay += 1;
        try {
            return await act();
        } catch (failure) {
            this.errors.push(failure instanceof Error ? failure.message : String(failure));
            return never();
        } finally {
            this.#underWay -= 1;
            if (this.#underWay === 0 && this.errors.length > 0) this.#calmed();
        }
    }

    async #plan(goal: Goal): Promise<Step> {
        const { targets } = this.means;
        const old = this.#find(goal);
        if (targets && !targets.has(goal.urn) && goal.isCustom) return this.#untouched(goal, old);
        this.#refuseSkipped(goal);
        if (!goal.isCustom) return this.#component(goal, old);
        const plugin = this.means.pluginFor(goal.type);
        const isRecreated = old !== undefined && this.#deletedFirst.has(old.urn);
        const isForced = this.means.replaced.has(goal.urn);
        const anew = () => plugin.check({}, goal.inputs);
        if (!old) return this.#creating(goal, await anew());
        if (isRecreated) return this.#creating(goal, await anew(), old);
        const inputs = isForced ? await anew() : await plugin.check(old.inputs, goal.inputs);
        const { changes, replaces, deleteBeforeReplace } = isForced
            ? { changes: true, replaces: ["id"], deleteBeforeReplace: false }
            : await plugin.diff(old.id, old.outputs, inputs);
        if ((changes && replaces.length > 0) || old.isPendingReplacement) {
            // What was kept from the old one no longer counts.
            const fresh = isForced ? inputs : await anew();
            if (!(goal.deleteBeforeReplace ?? deleteBeforeReplace)) return this.#creating(goal, fresh, old, "later");
            return this.#replacing(goal, fresh, old, await this.#replacedWith(old));
        }
        if (changes || old.unfinished.length > 0) return this.#updating(goal, inputs, old);
        return this.#same(goal, inputs, old);
    }

    #find(goal: Goal): Resource | undefined {
        const { state, project, stack } = this.means;
        if (this.seen.has(goal.urn)) throw new Error(`Duplicate resource URN '${goal.urn}'`);
        this.seen.add(goal.urn);
        for (const urn of [goal.urn, ...formerUrns(goal, project, stack, this.#aliased)]) {
            const old = state.resources.find((one) => one.urn === urn && !one.isLeftOver);
            if (!old) continue;
            if (urn !== goal.urn) {
                if (this.seen.has(urn)) throw new Error(`Duplicate resource alias '${urn}'`);
                this.seen.add(urn);
                this.#aliased.set(goal.urn, urn);
            }
            return old;
        }
        return undefined;
    }

    #refuseSkipped({ urn, dependencies }: Goal): void {
        const missing = dependencies.filter((one) => this.#skipped.has(one));
        if (missing.length === 0) return;
        throw new Error(`Resource '${urn}' depends on '${missing[0]}' which was was not specified in --target list.`);
    }

    #untouched(goal: Goal, old: Resource | undefined): Step {
        if (old) {
            return async () => {
                this.#note("same", old.urn);
                return { id: old.id, outputs: old.outputs, isSkipped: false };
            };
        }
        this.#skipped.add(goal.urn);
        return async () => ({ id: "", outputs: goal.inputs, isSkipped: true });
    }

    #component(goal: Goal, old: Resource | undefined): Step {
        return async () => {
            this.#note(old ? "same" : "create", goal.urn);
            this.#put(made(goal, { id: "", inputs: goal.inputs, outputs: {} }), old);
            return { id: "", outputs: {}, isSkipped: false };
        };
    }

    #same(goal: Goal, inputs: Properties, old: Resource): Step {
        return async () => {
            this.#note("same", goal.urn);
            this.#put(made(goal, { id: old.id, inputs, outputs: old.outputs }), old);
            return { id: old.id, outputs: old.outputs, isSkipped: false };
        };
    }

    #updating(goal: Goal, inputs: Properties, old: Resource): Step {
        const plugin = this.means.pluginFor(goal.type);
        return async () => {
            this.#note("update", goal.urn);
            if (this.means.isPreview) return { id: old.id, outputs: plugin.previewed(inputs), isSkipped: false };
            try {
                const outputs = await plugin.update(old.id, old.outputs, inputs);
                this.#put(made(goal, { id: old.id, inputs, outputs }), old);
                return { id: old.id, outputs, isSkipped: false };
            } catch (failure) {
                // After an update that failed half-way the engine keeps the old inputs.
                if (failure instanceof HalfDone) this.#put(half(goal, old.inputs, failure), old);
                throw failure;
            }
        };
    }

    /** @param instead What is deleted already, or, `later`, waits to be deleted as soon as the new one is there. */
    #creating(goal: Goal, inputs: Properties, instead?: Resource, later?: "later"): Step {
        const plugin = this.means.pluginFor(goal.type);
        const put = (resource: Resource) => {
            if (instead && later) this.#put({ ...instead, isLeftOver: true }, instead);
            this.#put(resource, later ? undefined : instead);
        };
        return async () => {
            this.#note(instead ? "replace" : "create", goal.urn);
            if (this.means.isPreview) return { id: "", outputs: plugin.previewed(inputs), isSkipped: false };
            try {
                const { id, outputs } = await plugin.create(inputs);
                put(made(goal, { id, inputs, outputs }));
                return { id, outputs, isSkipped: false };
            } catch (failure) {
                if (failure instanceof HalfDone) put(half(goal, inputs, failure));
                throw failure;
            }
        };
    }

    #replacing(goal: Goal, inputs: Properties, old: Resource, dependents: readonly Resource[]): Step {
        const condemned = [...[...dependents].reverse(), old].filter((one) => !one.isPendingReplacement);
        for (const { urn } of dependents) this.#deletedFirst.add(urn);
        return async () => {
            let instead = old;
            for (const one of condemned) {
                // Something else failed meanwhile: a chain of steps stops between two of them.
                if (this.errors.length > 0) return never();
                if (this.means.isPreview) continue;
                if (!one.isRetained) await this.means.pluginFor(one.type).delete(one.id, one.outputs);
                const gone = { ...one, isPendingReplacement: true };
                this.#put(gone, one);
                if (one === old) instead = gone;
            }
            if (this.errors.length > 0) return never();
            return this.#creating(goal, inputs, instead)();
        };
    }

    /** What must be deleted before: all that would be replaced if what they have from it were unknown. */
    async #replacedWith(root: Resource): Promise<readonly Resource[]> {
        const replaced = new Set([root.urn]);
        const dependents = new Set([root.urn]);
        const found: Resource[] = [];
        for (const one of this.means.state.resources) {
            if (this.seen.has(one.urn) || !one.dependencies.some((urn) => dependents.has(urn))) continue;
            dependents.add(one.urn);
            const isMet = (key: string) => one.propertyDependencies[key]?.some((urn) => replaced.has(urn)) === true;
            if (!one.isCustom || one.isPendingReplacement || !Object.keys(one.inputs).some(isMet)) continue;
            const inputs = Object.entries(one.inputs).map(([key, value]) => [key, isMet(key) ? unknownValue : value]);
            const { changes, replaces } = await this.means
                .pluginFor(one.type)
                .diff(one.id, one.outputs, Object.fromEntries(inputs) as Properties);
            if (!changes || replaces.length === 0) continue;
            replaced.add(one.urn);
            found.push(one);
        }
        return found;
    }

    #note(op: Op, urn: string): void {
        this.done.push({ op, urn });
    }

    #put(resource: Resource, instead?: Resource): void {
        if (!this.means.isPreview) this.means.recording.put(resource, instead);
    }
}

function made(goal: Goal, it: Pick<Resource, "id" | "inputs" | "outputs">): Resource {
    const { urn, type, isCustom, parent, dependencies, propertyDependencies, isRetained } = goal;
    return {
        ...{ urn, type, isCustom, parent, dependencies, propertyDependencies, isRetained },
        ...it,
        unfinished: [],
        isLeftOver: false,
        isPendingReplacement: false,
    };
}

function half(goal: Goal, inputs: Properties, { id, outputs, reasons }: HalfDone): Resource {
    return { ...made(goal, { id, inputs, outputs }), unfinished: reasons };
}

const never = (): Promise<never> => new Promise(() => {});

/** Everything that hangs on one of these, directly or not. */
export function dependentsOf(urns: ReadonlySet<string>, all: readonly Resource[]): ReadonlySet<string> {
    const found = new Set(urns);
    for (const one of all) if (reliesOn(one).some((urn) => found.has(urn))) found.add(one.urn);
    return found;
}
