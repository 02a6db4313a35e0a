import type { Simulation } from "../../support/stack/simulation";
import { type Options, type Outcome, Stack } from "../../support/stack/stack-of";
import { spacesOf, type Teams, twoTeams } from "./teams";
import { everythingIn } from "./witness";

/** One operation on a stack, whatever goes wrong with it, and what is declared once it has ended well. */
export interface Scene {
    readonly name: string;
    /** Before the operation: undefined when there is nothing yet. */
    readonly from: Teams | undefined;
    readonly to: Teams;
    readonly run: (stack: Stack, options?: Options) => Promise<Outcome>;
    /** Whether somebody has put a secret into the first team's folder. */
    readonly hasSecret: boolean;
    /** Whether it changes nothing in state but what is no longer there. */
    readonly isReading?: boolean;
    readonly isDestroying?: boolean;
}

const { payments, search } = twoTeams as { readonly payments: Teams[string]; readonly search: Teams[string] };

const up = (name: string, from: Teams | undefined, to: Teams): Scene => ({
    ...{ name, from, to, hasSecret: from !== undefined },
    run: (stack, options) => stack.up(spacesOf(to), options),
});

/** The operations that sweeps go through. */
export const scenes: readonly Scene[] = [
    up("the first up", undefined, twoTeams),
    up("a second up", twoTeams, twoTeams),
    up("an up that changes members", twoTeams, {
        payments: { ...payments, members: ["ben@example.com", "dario@example.com"] },
        search,
    }),
    up("an up that renames group and folder", twoTeams, {
        payments: { ...payments, groupName: "team-billing", folderName: "billing" },
        search,
    }),
    up("an up that removes a team", twoTeams, { payments }),
    {
        ...{ name: "a refresh", from: twoTeams, to: twoTeams, hasSecret: true, isReading: true },
        run: (stack, options) => stack.refresh(options),
    },
    {
        ...{ name: "an up with refresh", from: twoTeams, to: twoTeams, hasSecret: true },
        run: (stack, options) => stack.up(spacesOf(twoTeams), { ...options, isRefreshed: true }),
    },
    {
        ...{ name: "a destroy", from: twoTeams, to: {}, hasSecret: false, isDestroying: true },
        run: (stack, options) => stack.destroy(options),
    },
];

/** A tenant that is ready for a scene, as often as one likes. */
export interface Ground {
    /** What of others is there, and any secret. */
    readonly others: ReadonlyMap<string, string>;
    /** Makes everything as it was. Returns the stack as it is at that moment. */
    begin(): Stack;
}

/** Brings the tenant to where the scene begins. */
export async function groundFor(simulation: Simulation, { from, hasSecret }: Scene): Promise<Ground> {
    simulation.reset();
    const { store, clock } = simulation.tenant;
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
