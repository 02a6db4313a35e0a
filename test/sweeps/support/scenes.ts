import type { Tenant } from "../../../tenant";
import { makeGroup } from "../../../tenant/store/make-okta";
import type { Simulation } from "../../support/stack/simulation";
import { type Options, type Outcome, Stack } from "../../support/stack/stack-of";
import {
    place,
    sharedGroup,
    spacesOf,
    type TeamOfPeople,
    type Teams,
    teamsWithLevels,
    teamsWithout,
    twoTeams,
} from "./teams";
import { everythingIn } from "./witness";

/** One operation on a stack, and how one goes on after whatever went wrong with it. */
export interface Scene {
    readonly name: string;
    /** Declared before the operation: undefined when there is nothing yet. */
    readonly from: Teams | undefined;
    readonly run: (stack: Stack, options?: Options) => Promise<Outcome>;
    /**
     * Whether the change is taken back instead of made again. What a run has made and could not note is then declared by
     * nobody any more, so that nobody can know of it.
     */
    readonly isTakenBack?: boolean;
    /** What is run afterwards, and leads to `to`. */
    readonly next: (stack: Stack) => Promise<Outcome>;
    readonly to: Teams;
    /** Whether somebody has put a secret into the first team's folder. */
    readonly hasSecret: boolean;
    /** What is said each time, where the operation must not be done. */
    readonly refusal?: RegExp;
    /** Whether another stack has pushed the group that Okta has, and lets it in. */
    readonly isBeside?: boolean;
    /** Whether it changes nothing in state but what is no longer there. */
    readonly isReading?: boolean;
}

const { payments, search } = twoTeams as { readonly payments: TeamOfPeople; readonly search: TeamOfPeople };

const up = (teams: Teams) => (stack: Stack, options?: Options) => stack.up(spacesOf(teams), options);
const refreshedUp = (teams: Teams) => (stack: Stack, options?: Options) =>
    stack.up(spacesOf(teams), { ...options, isRefreshed: true });
const destroyed = (stack: Stack, options?: Options) => stack.destroy(options);

/** The same `up` again, or, when something was declared before, that again: somebody takes the change back. */
function ups(name: string, from: Teams | undefined, to: Teams): readonly Scene[] {
    const one = { from, run: up(to), hasSecret: from !== undefined };
    const again = { ...one, name, next: up(to), to };
    if (from === to) return [again];
    const back = { next: from ? refreshedUp(from) : destroyed, to: from ?? {}, isTakenBack: true };
    return [again, { ...one, name: `${name}, then taken back,`, ...back }];
}

export const destroy: Scene = {
    ...{ name: "a destroy", from: twoTeams, to: {}, hasSecret: false },
    ...{ run: destroyed, next: destroyed },
};

const otherMembers: Teams = { payments: { ...payments, members: ["ben@example.com", "dario@example.com"] }, search };

/** The operations that sweeps go through. */
export const scenes: readonly Scene[] = [
    ...ups("the first up", undefined, twoTeams),
    ...ups("a second up", twoTeams, twoTeams),
    ...ups("an up that changes members", twoTeams, otherMembers).map((scene) =>
        // The Okta plugin passes over failures of such a change without a word: only a refresh tells.
        scene.isTakenBack ? scene : { ...scene, next: refreshedUp(otherMembers) },
    ),
    ...ups("an up that renames group and folder", twoTeams, {
        payments: { ...payments, groupName: "team-billing", folderName: "billing" },
        search,
    }),
    ...ups("an up that adds a team", { payments }, twoTeams),
    ...ups("an up that removes a team", twoTeams, { payments }),
    {
        ...{ name: "a refresh", from: twoTeams, to: twoTeams, hasSecret: true, isReading: true },
        ...{ run: (stack, options) => stack.refresh(options), next: up(twoTeams) },
    },
    {
        ...{ name: "an up with refresh", from: twoTeams, to: twoTeams, hasSecret: true },
        ...{ run: refreshedUp(twoTeams), next: up(twoTeams) },
    },
    destroy,
    {
        ...{ name: "a destroy, then taken back,", from: twoTeams, to: twoTeams, hasSecret: false },
        ...{ run: destroyed, next: refreshedUp(twoTeams), isTakenBack: true },
    },
    {
        ...{ name: "a destroy of a team that has secrets", from: twoTeams, to: {}, hasSecret: true },
        ...{ run: destroyed, next: destroyed, refusal: /deleteContents/ },
    },
];

/** With levels, folders inside and a group that Okta has; where another stack has pushed that, it is to keep all of it. */
export const scenesOfLevels: readonly Scene[] = [
    ...ups("the first up of levels and folders", undefined, teamsWithLevels),
    ...ups("an up that adds levels and folders", teamsWithout, teamsWithLevels).map(beside),
    ...ups("an up that takes levels and folders away", teamsWithLevels, teamsWithout),
    beside({
        ...{ name: "a destroy of levels and folders", from: teamsWithLevels, to: {}, hasSecret: false },
        ...{ run: destroyed, next: destroyed },
    }),
];

function beside(scene: Scene): Scene {
    return { ...scene, name: `${scene.name} beside another stack`, isBeside: true };
}

/** A tenant that is ready for a scene, as often as one likes. */
export interface Ground {
    /** What of others is there, and any secret. */
    readonly others: ReadonlyMap<string, string>;
    /** Makes everything as it was. Returns the stack as it is at that moment. */
    begin(): Stack;
}

/** Brings the tenant to where the scene begins. */
export async function groundFor(simulation: Simulation, { from, hasSecret, isBeside }: Scene): Promise<Ground> {
    simulation.reset();
    const { store, clock } = simulation.tenant;
    haveSharedGroup(simulation.tenant);
    if (isBeside) {
        const { errors } = await new Stack(simulation, "other", "side").up(
            spacesOf({ elsewhere: { ...place, group: sharedGroup.name } }),
        );
        if (errors.length > 0) throw new Error(errors.join("\n"));
        clock.flush();
    }
    const others = new Map(everythingIn(store));
    const stack = new Stack(simulation);
    if (from) {
        const { errors } = await stack.up(spacesOf(from));
        if (errors.length > 0) throw new Error(errors.join("\n"));
        // The first run has to remember what it created; the second one sees what came of it.
        clock.flush();
    }
    if (hasSecret) {
        const folder = [...store.folders.values()].find(({ name }) => name === Object.keys(from ?? {})[0]);
        if (!folder) throw new Error("There is no folder to put a secret into.");
        const { parentId: _, ...rest } = folder;
        const secret = { ...rest, id: store.ids.opa(), seq: store.ids.next(), name: "key", parentId: folder.id };
        store.secrets.set(secret.id, secret);
        others.set(secret.id, everythingIn(store).get(secret.id) ?? "");
    }
    const restore = simulation.keep();
    return {
        others,
        begin() {
            restore();
            return stack.copy();
        },
    };
}

function haveSharedGroup({ store, seedMany }: Tenant): void {
    const { id } = makeGroup(store, 0, { name: sharedGroup.name });
    for (const login of sharedGroup.people) store.membersOf(id).add(store.userWithLogin(login)?.id ?? "");
    // Lets the search know it.
    seedMany({});
}
