import { setImmediate as turn } from "node:timers/promises";
import { atOnce } from "./at-once";
import { dependentsOf } from "./dependents";
import { Deployment } from "./deployment";
import { type Done, type Means, messageOf } from "./means";
import { startPlugins } from "./plugins";
import { type Program, runProgram } from "./program";
import { refreshAll } from "./refreshing";
import { removeAll } from "./removal";
import type { Kill, SimulatedProcess, Simulation } from "./simulation";
import { partsOf, type Resource, State } from "./state";

/** How an operation ended. */
export interface Outcome {
    readonly wasKilled: boolean;
    /** What the user reads as errors; none when it ended well. */
    readonly errors: readonly string[];
    /** What else is on the terminal. */
    readonly said: readonly string[];
    /** What was done, or in a preview would be, that is not "same". */
    readonly done: readonly Done[];
}

export interface Options {
    /** Names of resources, as in `--target`, `--replace`. */
    readonly targets?: readonly string[];
    readonly replace?: readonly string[];
    /** `--refresh`: reads everything first. */
    readonly isRefreshed?: boolean;
    readonly kill?: Kill | undefined;
    /** How many resources are worked on at once, as with `--parallel`. All, when absent. */
    readonly parallel?: number;
}

/** What an operation is called in this model. */
interface Operation extends Options {
    readonly isPreview?: boolean;
    readonly program?: Program;
    /** Whether what the program does not declare is deleted. */
    readonly isRemoving?: boolean;
}

/**
 * A stack of a Pulumi program, through operations as Pulumi's engine runs them: programs with real components, plugins with
 * all that a process has, state that a killed run leaves half-written. No engine, no sockets, no waiting.
 */
export class Stack {
    /** @param config Configuration of the stack, as `namespace:key`. */
    constructor(
        private readonly simulation: Simulation,
        readonly project = "scratch",
        readonly stack = "dev",
        private readonly config: Readonly<Record<string, string>> = {},
        readonly state = new State(),
    ) {}

    /** Another one of the same name, as this one is now. */
    copy(): Stack {
        const { simulation, project, stack, config } = this;
        return new Stack(simulation, project, stack, config, new State(this.state.resources));
    }

    up(program: Program, options: Options = {}): Promise<Outcome> {
        return this.#operate({ ...options, program, isRemoving: true });
    }

    preview(program: Program, options: Options = {}): Promise<Outcome> {
        return this.#operate({ ...options, program, isRemoving: true, isPreview: true });
    }

    refresh(options: Options = {}): Promise<Outcome> {
        return this.#operate({ ...options, isRefreshed: true });
    }

    destroy(options: Options = {}): Promise<Outcome> {
        return this.#operate({ ...options, isRemoving: true });
    }

    /** The resource of this name, as state has it. */
    resource(name: string): Resource | undefined {
        return this.state.resources.find((one) => partsOf(one.urn).name === name && !one.isLeftOver);
    }

    async #operate(operation: Operation): Promise<Outcome> {
        // A preview looks at a copy, and what it reads is not kept.
        const state = operation.isPreview ? new State(this.state.resources) : this.state;
        const recording = state.record();
        const done: Done[] = [];
        let said: readonly string[] = [];
        const errors = await this.simulation.inProcess(operation.kill, async (process) => {
            said = process.said;
            void process.killed.then(() => recording.end());
            const means = {
                ...this.#means(operation, recording, done),
                state,
                pluginFor: atOnce(operation.parallel, startPlugins(process)),
            };
            return this.#errorsOf(operation, means, process);
        });
        recording.end();
        const changed = done.filter(({ op }) => op !== "same");
        return { wasKilled: errors === "killed", errors: errors === "killed" ? [] : errors, said, done: changed };
    }

    #means(
        { isPreview = false, targets, replace = [] }: Operation,
        recording: Means["recording"],
        done: Done[],
    ): Omit<Means, "state" | "pluginFor"> {
        const { project, stack } = this;
        return {
            ...{ recording, project, stack, isPreview },
            targets: targets && this.#urnsOf(targets),
            replaced: this.#urnsOf(replace),
            note: (op, urn) => done.push({ op, urn }),
        };
    }

    #urnsOf(names: readonly string[]): ReadonlySet<string> {
        const all = this.state.resources.filter(({ urn }) => names.includes(partsOf(urn).name));
        const urns = names.filter((name) => name.startsWith("urn:"));
        return new Set([...all.map(({ urn }) => urn), ...urns]);
    }

    async #errorsOf(
        { isRefreshed, program, isRemoving }: Operation,
        means: Means,
        process: SimulatedProcess,
    ): Promise<readonly string[]> {
        if (isRefreshed) {
            const errors = await refreshAll(means);
            if (errors.length > 0) return errors;
        }
        const deployment = new Deployment(means);
        if (program) {
            const { project, stack } = this;
            const [{ isPreview }, { idle }] = [means, process];
            const config = { ...process.configOf("program"), ...this.config };
            await runProgram(program, deployment, { project, stack, isPreview, config, idle }).catch(
                (failure: unknown) => {
                    process.uncaught.push(failure);
                },
            );
        }
        // Node tells of rejections that nobody catches when it has nothing else to do.
        await turn();
        const errors = [...new Set([...deployment.errors, ...process.uncaught.map(messageOf)])];
        if (errors.length > 0 || !isRemoving) return errors;
        const all = means.state.resources.filter(({ urn, isLeftOver }) => isLeftOver || !deployment.seen.has(urn));
        const { targets } = means;
        const condemned = targets ? all.filter(({ urn }) => targets.has(urn)) : all;
        const hanging = dependentsOf(new Set(condemned.map(({ urn }) => urn)), all);
        const refused = all.filter((one) => hanging.has(one.urn) && !condemned.includes(one));
        if (refused.length > 0) {
            return refused.map(
                ({ urn }) => `Resource '${urn}' will be destroyed but was not specified in --target list.`,
            );
        }
        return removeAll(condemned, means);
    }
}
