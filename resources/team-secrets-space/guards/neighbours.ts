import { runtime } from "@pulumi/pulumi";
import type { Mistake } from "../../lifecycle/declared/mistake";
import { programWarning } from "../../program-error";
import type { SpaceExisting } from "../declared/declared-team";
import { takenOverBy } from "../declared/existing";
import { type Crowd, type Crowded, Crowds, crowdedReason, isTooMany } from "./crowded";
import { type Named, successions } from "./successions";
import { type Taking, takenTwice } from "./taken-twice";
import { around, clashes, type Territory } from "./territory";

/** What the name of a space's folder ends with as a resource, before the paths of those inside. */
const folderSuffix = "-folder";

/** The spaces of one run of a program: what each takes up, whatever it calls that. */
export class Neighbours {
    readonly #settled = new Map<object, Named>();
    readonly #crowds = new Crowds();
    readonly #taken = new Map<object, Taking>();
    readonly #said = new Set<string>();
    readonly #names = new Set<string>();

    /** Notes that the program declares a space of this name. */
    declares(name: string): void {
        this.#names.add(name);
    }

    /**
     * Whether a resource may give its folder another name in this run: false when it belongs to a space that the program no
     * longer has.
     */
    mayRename(resource: string): boolean {
        const isOf = (space: string) => `${resource}/`.startsWith(`${space}${folderSuffix}/`);
        return !`${resource}/`.includes(`${folderSuffix}/`) || [...this.#names].some(isOf);
    }

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

    /** What is in the way of the space's folder, once its id is known: the folder may have had another name until this run. */
    settleIn(space: object, folderId: string): readonly Mistake[] {
        const { label, territory } = this.#settled.get(space) ?? {};
        const own = territory?.way?.at(-1);
        if (label === undefined || !own) return [];
        const way = [...(territory?.way ?? []).slice(0, -1), { ...own, id: folderId }];
        return this.#note(space, label, { ...territory, way });
    }

    /** Notes the people of a space, and returns who of them is now in too many groups, and who soon may be. */
    crowd(
        space: object,
        crowd: Crowd,
    ): { readonly mistakes: readonly Mistake[]; readonly warnings: readonly string[] } {
        const found = this.#crowds.add(space, crowd);
        const tooMany = found.filter(isTooMany);
        return {
            mistakes: tooMany.map((one) => ({ property: one.property, reason: crowdedReason(one) })),
            warnings: this.unsaid(found.filter((one) => !isTooMany(one))),
        };
    }

    /** Notes which objects a space takes over, and says which of them another one takes over as well. */
    takes(space: object, label: string, existing: SpaceExisting | undefined): readonly Mistake[] {
        const own = { label, taken: takenOverBy(existing) };
        const others = [...this.#taken].filter(([other]) => other !== space).map(([, taking]) => taking);
        this.#taken.set(space, own);
        return takenTwice(own, others);
    }

    /** Warnings of people in many groups, one for each. */
    unsaid(found: readonly Crowded[]): readonly string[] {
        const unsaid = found.filter(({ key }) => !this.#said.has(key));
        for (const { key } of unsaid) this.#said.add(key);
        return unsaid.map(crowdedReason);
    }

    /**
     * Warns once of what is true of all spaces.
     *
     * @param what What tells the warning from others, where the text does not: a text may hold the id of a request.
     */
    async warn(text: string, what = text): Promise<void> {
        if (this.#said.has(what)) return;
        this.#said.add(what);
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
