import type { CapName } from "../../team-secrets-space/budget/limits-schema";
import type { Grant } from "../../team-secrets-space/declared/grants";
import type { Declared, PlacedTeam } from "../checkout/read-checkout";
import { principalOf } from "../checkout/rulings";
import { changesIn, sidesOf } from "../compared";
import { type Effects, effectsOf, isReveal } from "../page/effects";
import { sha256, tableOf } from "../page/rows";
import type { Sides } from "../reviewed";
import { type Spot, spotKey } from "../rights/ruling";
import { keyOf } from "../rights/subjects";
import { type CutOff, cutOffIn, peopleListsIn, type TeamsById } from "./cut-off";
import { type LookAlike, lookAlikes } from "./look-alikes";
import { type Replaced, replacedIn } from "./replaced";

/** What a change does of a kind that has a cap. */
interface Kind {
    /** One text for each that counts: equal texts for the same thing in another run. */
    readonly items: readonly string[];
    /** How many of the kind there were before. */
    readonly population: number;
}

/** What a change does, by the declarations alone: a program and the page of a review count with this. */
export interface Measured {
    readonly kinds: Readonly<Record<CapName, Kind>>;
    /** Teams that seem to have got another name, without saying so. */
    readonly renamed: readonly LookAlike[];
    /** Lists of people of which only the beginning is left. */
    readonly cutOff: readonly CutOff[];
    /** What stands in place of everything that was applied; undefined if something of it stays. */
    readonly replaced: Replaced | undefined;
    /** Teams that go, in order. */
    readonly gone: readonly PlacedTeam[];
    readonly effects: Effects;
    /** `declared:` and the SHA-256 of all of that: equal changes have the same. */
    readonly change: string;
    /** Whether anything of it changes. */
    readonly isChange: boolean;
}

/** Measures the change from `base` to `head`, without a snapshot: who is in groups that exist already does not count. */
export function measured(base: Declared, head: Declared): Measured {
    const sides = sidesOf({ base, head, live: undefined });
    const changes = changesIn(sides, "each-its-own");
    const told = changes.map((change) => ({ key: keyOf(change.subject), ...effectsOf(change) }));
    const [before, after] = [byId(base), byId(head)];
    const revealing = [...sides.subjectsBefore.values()].filter(({ rulings }) =>
        rulings.some(({ privileges }) => privileges.some(isReveal)),
    );
    const people = (of: "gains" | "loses"): Kind => ({
        items: unique(told.flatMap((one) => (one[of].some(isReveal) ? [one.key] : []))),
        population: revealing.length,
    });
    const gone = [...before].filter(([id]) => !after.has(id));
    const grants = grantsIn(before);
    const come = [...after].flatMap(([id, team]) => (before.has(id) ? [] : [team]));
    const renamed = lookAlikes(
        gone.map(([, team]) => team),
        come,
    );
    const cutOff = cutOffIn(before, after);
    const replaced = replacedIn(before, after, renamed);
    const own: Pick<Measured["kinds"], Exclude<CapName, Sign>> = {
        "people-lose-reveal": people("loses"),
        "people-gain-reveal": people("gains"),
        "teams-removed": { items: unique(gone.map(([id]) => id)), population: before.size },
        "teams-renamed": {
            items: renamed.map((one) => JSON.stringify([one.gone, one.come])),
            population: before.size,
        },
        "folders-deleted": foldersGone(base, head, sides),
        ...grantsGone(grants, after),
    };
    const kinds: Measured["kinds"] = {
        ...own,
        "lists-cut-off": {
            items: cutOff.map(({ id, level = "", left, were }) => JSON.stringify([id, level, left, were])),
            population: peopleListsIn(before).size,
        },
        "all-replaced": { items: replaced?.ids ?? [], population: before.size },
    };
    // What only looks like an accident follows from the rest, so equal changes have it alike.
    const counted = Object.entries(own).map(([name, { items }]) => [name, items]);
    const all = (of: keyof Effects) => unique(told.flatMap((one) => one[of]));
    const isChange = changes.length > 0 || Object.values(kinds).some(({ items }) => items.length > 0);
    return {
        kinds,
        renamed,
        cutOff,
        replaced,
        gone: gone.map(([, team]) => team),
        effects: { gains: all("gains"), loses: all("loses"), weaker: all("weaker"), stricter: all("stricter") },
        change: `declared:${sha256(JSON.stringify([tableOf(changes, []), counted]))}`,
        isChange,
    };
}

/** Kinds that count how a change looks, not another thing that it does. */
type Sign = "lists-cut-off" | "all-replaced";

const unique = (texts: readonly string[]): readonly string[] => [...new Set(texts)].sort();

/** Teams by the names that their objects are based on: these stay the same if a team gets another name. */
function byId({ teams, namedAfter }: Declared): TeamsById {
    return new Map([...teams].map(([name, team]) => [namedAfter.get(name) ?? name, team]));
}

/** Folders of teams that no team has any more; a folder that is renamed in place stays. */
function foldersGone(base: Declared, head: Declared, { moved }: Sides): Kind {
    const spots = ({ teams }: Declared, at: (spot: Spot) => Spot) =>
        unique([...teams.values()].flatMap(({ spot, paths }) => paths.map((path) => spotKey(at({ ...spot, path })))));
    const was = spots(base, moved);
    const is = new Set(spots(head, (spot) => spot));
    return { items: was.filter((one) => !is.has(one)), population: was.length };
}

interface GrantOf {
    readonly id: string;
    readonly grant: Grant;
}

const grantsIn = (teams: TeamsById): readonly GrantOf[] =>
    [...teams].flatMap(([id, { grants }]) =>
        grants.filter(({ hasAccess }) => hasAccess).map((grant) => ({ id, grant })),
    );

/** Of teams that stay: grants that are gone, and those whose policy lets nobody in any more. */
function grantsGone(
    before: readonly GrantOf[],
    after: TeamsById,
): Pick<Measured["kinds"], "grants-removed" | "policies-switched-off"> {
    const items = (isOne: (grant: Grant, now: readonly Grant[]) => boolean) =>
        unique(
            before.flatMap(({ id, grant }) => {
                const now = after.get(id)?.grants;
                return now && isOne(grant, now) ? [JSON.stringify([id, grant.level ?? ""])] : [];
            }),
        );
    const named = ({ level }: Grant, now: readonly Grant[]) => now.find((one) => one.level === level);
    // A level that got another name is still there.
    const isSaid = (grant: Grant, now: readonly Grant[]) => now.some((one) => meaningOf(one) === meaningOf(grant));
    return {
        "grants-removed": {
            items: items((grant, now) => !named(grant, now) && !isSaid(grant, now)),
            population: before.length,
        },
        "policies-switched-off": {
            items: items((grant, now) => named(grant, now)?.hasAccess === false),
            population: before.length,
        },
    };
}

function meaningOf(grant: Grant): string {
    const principal = principalOf(grant);
    const who = principal.kind === "people" ? principal.people.toSorted() : principal;
    return JSON.stringify([who, grant.folder ?? "", grant.privileges, grant.conditions]);
}
