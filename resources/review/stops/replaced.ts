import { loginKey } from "../../okta/lookups/find-user";
import { principalOf } from "../checkout/rulings";
import type { TeamsById } from "./cut-off";
import type { LookAlike } from "./look-alikes";

/** What is declared instead of everything that was applied: the files or the configuration of another stack. */
export interface Replaced {
    /** The teams that were applied, by the names that their objects are based on. */
    readonly ids: readonly string[];
    /** Their names. */
    readonly names: readonly string[];
    /** Of what nothing is left: no team is declared any more, or the teams are, and nobody who was in them has access. */
    readonly all: "teams" | "people";
}

/** Fewer may well change all at once: a team of two that is handed over. */
const fewestPeople = 3;

/** Tells whether nothing of what was applied is left, while something else is declared. */
export function replacedIn(before: TeamsById, after: TeamsById, renamed: readonly LookAlike[]): Replaced | undefined {
    if (before.size === 0 || after.size === 0) return undefined;
    const what = { ids: [...before.keys()], names: [...before.values()].map(({ space }) => space.name) };
    const areGone = ![...before.keys()].some((id) => after.has(id));
    // Teams that got another name, all of them, are told as such.
    if (areGone) return renamed.length < before.size ? { ...what, all: "teams" } : undefined;
    const [were, are] = [whoIn(before), whoIn(after)];
    const isAnybodyLeft = [...were].some((one) => are.has(one));
    if (were.size < fewestPeople || are.size === 0 || isAnybodyLeft) return undefined;
    return { ...what, all: "people" };
}

/** Everybody who has access: people, groups that exist already, workload roles. */
function whoIn(teams: TeamsById): ReadonlySet<string> {
    const grants = [...teams.values()].flatMap((team) => team.grants).filter(({ hasAccess }) => hasAccess);
    return new Set(
        grants.flatMap((grant) => {
            const principal = principalOf(grant);
            if (principal.kind === "people") return principal.people.map((login) => `person ${loginKey(login)}`);
            return [JSON.stringify(principal)];
        }),
    );
}
