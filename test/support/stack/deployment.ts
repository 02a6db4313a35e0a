import type { Properties } from "../../../resources/lifecycle/declared/plain";
import { replacedWith } from "./dependents";
import { formerUrns, type Goal } from "./goal";
import { type Means, messageOf, never, type Registered } from "./means";
import type { Resource } from "./state";
import { type Step, Steps, Stopped } from "./steps";

/**
 * The engine's part of an `up` or a preview, until the program ends: what becomes of each resource that it declares
 * (pkg/resource/deploy/step_generator.go of the engine). Plans are made one after the other, steps run at the same time. After
 * the first failure nothing new begins, and what has begun comes to its end.
 */
export class Deployment {
    readonly errors: string[] = [];
    /** URNs that the program declares, and those they had before. */
    readonly seen = new Set<string>();
    readonly #steps: Steps;
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

    /** Outputs of all resources by URN, as they were when the operation began; what was left over is none. */
    readonly outputsBefore: Readonly<Record<string, { readonly type: string; readonly outputs: Properties }>>;

    constructor(private readonly means: Means) {
        const before = means.state.resources.filter(({ isLeftOver }) => !isLeftOver);
        this.outputsBefore = Object.fromEntries(before.map(({ urn, type, outputs }) => [urn, { type, outputs }]));
        this.#steps = new Steps(means, () => this.errors.length > 0);
    }

    /** Never settles when the operation has failed: the program is ended then. */
    async register(goal: Goal): Promise<Registered> {
        const planned = this.#turn.then(() => this.#begun(() => this.#plan(goal)));
        this.#turn = planned;
        const step = await planned;
        return this.#begun(step);
    }

    /** What a component says of itself takes the place of what it said before; a preview writes nothing. */
    registerOutputs(urn: string, outputs: Properties): void {
        const { state, recording, isPreview } = this.means;
        const component = state.resources.find((one) => one.urn === urn && !one.isLeftOver);
        if (component && !isPreview && this.errors.length === 0) recording.put({ ...component, outputs }, component);
    }

    async #begun<T>(act: () => Promise<T>): Promise<T> {
        if (this.errors.length > 0) return never();
        this.#underWay += 1;
        return act().then(
            (result) => {
                this.#ended();
                return result;
            },
            (failure: unknown) => {
                if (!(failure instanceof Stopped)) this.errors.push(messageOf(failure));
                this.#ended();
                return never();
            },
        );
    }

    #ended(): void {
        this.#underWay -= 1;
        if (this.#underWay === 0 && this.errors.length > 0) this.#calmed();
    }

    async #plan(goal: Goal): Promise<Step> {
        const { targets } = this.means;
        const old = this.#find(goal);
        if (targets && !targets.has(goal.urn) && goal.isCustom) {
            if (!old) this.#skipped.add(goal.urn);
            return this.#steps.untouched(goal, old);
        }
        this.#refuseSkipped(goal);
        if (!goal.isCustom) return this.#steps.component(goal, old);
        if (old && !this.#deletedFirst.has(old.urn)) return this.#compare(goal, old);
        const inputs = await this.means.pluginFor(goal.type).check({}, goal.inputs);
        return this.#steps.create(goal, inputs, old);
    }

    async #compare(goal: Goal, old: Resource): Promise<Step> {
        const plugin = this.means.pluginFor(goal.type);
        if (goal.isEverythingIgnored) {
            const inputs = await plugin.check(old.inputs, old.inputs);
            const { changes } = await plugin.diff(old.id, old.outputs, inputs);
            return changes ? this.#steps.update(goal, inputs, old) : this.#steps.same(goal, inputs, old);
        }
        // What state has no longer counts.
        const anew = () => plugin.check({}, goal.inputs);
        if (this.means.replaced.has(goal.urn)) return this.#replace(goal, old, await anew(), false);
        const inputs = await plugin.check(old.inputs, goal.inputs);
        const { changes, replaces, deleteBeforeReplace } = await plugin.diff(old.id, old.outputs, inputs);
        if ((changes && replaces.length > 0) || old.isPendingReplacement) {
            return this.#replace(goal, old, await anew(), deleteBeforeReplace);
        }
        const isUnchanged = !changes && old.unfinished.length === 0;
        return isUnchanged ? this.#steps.same(goal, inputs, old) : this.#steps.update(goal, inputs, old);
    }

    async #replace(goal: Goal, old: Resource, inputs: Goal["inputs"], isDeletedFirst: boolean): Promise<Step> {
        if (!(goal.deleteBeforeReplace ?? isDeletedFirst)) return this.#steps.create(goal, inputs, old, "later");
        const dependents = await replacedWith(old, this.means, this.seen);
        for (const { urn } of dependents) this.#deletedFirst.add(urn);
        return this.#steps.replace(goal, inputs, old, dependents);
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
        const missing = dependencies.find((one) => this.#skipped.has(one));
        if (missing === undefined) return;
        throw new Error(`Resource '${urn}' depends on '${missing}' which was was not specified in --target list.`);
    }
}
