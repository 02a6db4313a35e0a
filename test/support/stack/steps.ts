import type { Properties } from "../../../resources/lifecycle/declared/plain";
import type { Goal } from "./goal";
import type { Means, Registered } from "./means";
import { HalfDone } from "./plugins";
import type { Resource } from "./state";

/** Does what was planned; resolves with what the program may know of it. */
export type Step = () => Promise<Registered>;

/** The operation has failed elsewhere, so a chain of steps stops between two of them. */
export class Stopped extends Error {}

/** What the engine does with a resource that the program declares (pkg/resource/deploy/step.go of the engine). */
export class Steps {
    /** @param isOver Whether the operation has failed elsewhere. */
    constructor(
        private readonly means: Means,
        private readonly isOver: () => boolean,
    ) {}

    /** Not in the targets. */
    untouched(goal: Goal, old: Resource | undefined): Step {
        return async () => {
            if (!old) return { id: "", outputs: goal.inputs, isSkipped: true };
            this.means.note("same", old.urn);
            return { id: old.id, outputs: old.outputs, isSkipped: false };
        };
    }

    component(goal: Goal, old: Resource | undefined): Step {
        return async () => {
            this.means.note(old ? "same" : "create", goal.urn);
            this.#put(made(goal, { id: "", inputs: goal.inputs, outputs: old?.outputs ?? {} }), old);
            return { id: "", outputs: {}, isSkipped: false };
        };
    }

    same(goal: Goal, inputs: Properties, old: Resource): Step {
        return async () => {
            this.means.note("same", goal.urn);
            this.#put(made(goal, { id: old.id, inputs, outputs: old.outputs }), old);
            return { id: old.id, outputs: old.outputs, isSkipped: false };
        };
    }

    update(goal: Goal, inputs: Properties, old: Resource): Step {
        const plugin = this.means.pluginFor(goal.type);
        return async () => {
            this.means.note("update", goal.urn);
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
    create(goal: Goal, inputs: Properties, instead?: Resource, later?: "later"): Step {
        const plugin = this.means.pluginFor(goal.type);
        const put = (resource: Resource) => {
            if (instead && later) this.#put({ ...instead, isLeftOver: true }, instead);
            this.#put(resource, later ? undefined : instead);
        };
        return async () => {
            this.means.note(instead ? "replace" : "create", goal.urn);
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

    /** Deletes first: those that hang on it as well, each before what it hangs on. */
    replace(goal: Goal, inputs: Properties, old: Resource, dependents: readonly Resource[]): Step {
        return async () => {
            for (const one of [...dependents].reverse()) await this.#deleteForNow(one);
            const gone = await this.#deleteForNow(old);
            return this.create(goal, inputs, gone)();
        };
    }

    /** Resolves with what state keeps of it until its replacement is there. */
    async #deleteForNow(resource: Resource): Promise<Resource> {
        const { type, id, outputs, isRetained, isPendingReplacement } = resource;
        if (isPendingReplacement || this.means.isPreview) return resource;
        if (!isRetained) await this.means.pluginFor(type).delete(id, outputs);
        const gone = { ...resource, isPendingReplacement: true };
        this.#put(gone, resource);
        if (this.isOver()) throw new Stopped();
        return gone;
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
