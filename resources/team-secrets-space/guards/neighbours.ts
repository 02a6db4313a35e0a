import { runtime } from "@pulumi/pulumi";
import type { Mistake } from "../../lifecycle/declared/mistake";
import { programWarning } from "../../program-error";
import { type Named, successions } from "./successions";
import { around, clashes, type Territory } from "./territory";

/** The spaces of one run of a program: what each takes up, whatever it calls that. */
export class Neighbours {
    readonly #settled = new Map<object, Named>();
    readonly #said = new Set<string>();

    /**
     * Notes what a space takes up, and says in the way of which other one that is. Which of two is told so depends on which
     * was looked up first.
     *
     * @param space What tells the space from the others.
     */
    settle(space: object, label: string, territory: Territory): readonly Mistake[] {
        const told = this.#note(space, label, territory);
        return [...told, ...this.#others(space).flatMap((other) => successions({ label, territory }, other))];
    }

    /** What of the space's folder is in the way, once its id is known: the folder may have had another name until this run. */
    settleIn(space: object, folderId: string): readonly Mistake[] {
        const { label, territory } = this.#settled.get(space) ?? {};
        const own = territory?.way?.at(-1);
        if (label === undefined || !own) return [];
        const way = [...(territory?.way ?? []).slice(0, -1), { ...own, id: folderId }];
        return this.#note(space, label, { ...territory, way });
    }

    /** Says what is true of all of them, once. */
    async warn(text: string): Promise<void> {
        if (this.#said.has(text)) return;
        this.#said.add(text);
        await programWarning(text);
    }

    #note(space: object, label: string, territory: Territory): readonly Mistake[] {
        this.#settled.set(space, { label, territory });
        return this.#others(space).flatMap((other) => [
            ...clashes(territory, other.territory, other.label),
            ...around(territory, other.territory, other.label),
        ]);
    }

    #others(space: object): readonly Named[] {
        return [...this.#settled].filter(([other]) => other !== space).map(([, named]) => named);
    }
}

const neighboursIn = new WeakMap<object, Neighbours>();

/** Without an engine there is no stack. */
const noStack = {};

/** The spaces of the running program: a process may run several, one after the other. */
export function neighboursOfRun(): Neighbours {
    const stack = runtime.getStackResource() ?? noStack;
    const neighbours = neighboursIn.get(stack) ?? new Neighbours();
    neighboursIn.set(stack, neighbours);
    return neighbours;
}
