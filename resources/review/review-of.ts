import type { LiveRule } from "../access/document";
import type { Declared } from "./checkout/read-checkout";
import {
    foreignRules,
    liveRulings,
    type MadeGroups,
    type Moved,
    madeGroups,
    movedBy,
    policyKey,
    policyNames,
    renamedFolders,
    rulingsOf,
} from "./checkout/rulings";
import { because } from "./page/because";
import { countsOf, verdictOf } from "./page/counts";
import type { Review, Row } from "./page/document";
import { irreversibleIn } from "./page/irreversible";
import { readFirst } from "./page/read-first";
import { authorIn, inheritedIn, notKnownIn, settingsChanged, sideOf } from "./page/remarks";
import { rowsOf, sha256, type Told, tableOf } from "./page/rows";
import type { Reviewed, Sides } from "./reviewed";
import { type Change, changesOf, type Overlap } from "./rights/change";
import { ruled } from "./rights/subjects";
import { aboutSnapshot, membersByGroup } from "./snapshot";

/**
 * Computes who gains and who loses what between two checkouts: without a call, and with the same code that makes the
 * spaces.
 */
export function reviewOf(reviewed: Reviewed): Review {
    const { base, head, live, author, nowMs } = reviewed;
    const sides = sidesOf(reviewed);
    const changes = changesIn(sides, "each-its-own");
    const strictest = changesIn(sides, "strictest");
    const told = toldOf(reviewed);
    const rows = rowsOf(changes, told);
    const ifStrictest = difference(rows, rowsOf(strictest, told));
    const counts = countsOf(rows);
    const irreversible = [...irreversibleIn(reviewed, sides)];
    return {
        format: 1,
        table: tableOf(changes, strictest),
        changes: rows.length + ifStrictest.instead.length + irreversible.length > 0,
        verdict: verdictOf(rows, counts, irreversible.length > 0),
        counts,
        rows: [...rows],
        ifStrictest,
        readFirst: [...readFirst(reviewed, sides, rows)],
        inherited: inheritedIn(sides.foreign, rows, sides.moved, told.membersIn),
        irreversible,
        settings: [...settingsChanged(base.settings, head.settings)],
        author: author === undefined ? null : authorIn(author, rows),
        notKnown: [...aboutSnapshot(live, nowMs), ...notKnownIn(reviewed, sides, rows)],
        base: sideOf(base),
        head: sideOf(head),
        snapshot: live ? { taken: live.access.taken ?? null, digest: sha256(live.text) } : null,
    };
}

/** What changes between two checkouts, under both answers about overlapping conditions, before it is made into rows. */
export function changesBetween(reviewed: Reviewed) {
    const sides = sidesOf(reviewed);
    return {
        changes: changesIn(sides, "each-its-own"),
        strictest: changesIn(sides, "strictest"),
        irreversible: irreversibleIn(reviewed, sides),
    };
}

function sidesOf({ base, head, live }: Reviewed): Sides {
    const [namesBefore, namesAfter] = [new Set(policyNames(base)), new Set(policyNames(head))];
    const moved = movedBy(renamedFolders(base, head));
    const lives = live ? foreignRules(live.access, namesBefore) : [];
    const foreign = lives.filter(({ policy }) => !namesAfter.has(policy));
    const still: Moved = (spot) => spot;
    const at = (side: Declared, rules: readonly LiveRule[], madeBy: MadeGroups, where: Moved) => [
        ...rulingsOf(side, where, madeBy),
        ...liveRulings(rules, moved, madeBy),
    ];
    const before = at(base, lives, madeGroups(base, head), moved);
    const after = at(head, foreign, madeGroups(head, base), still);
    const members = membersByGroup(live);
    const membersOf = (group: string) => members.get(group);
    return {
        ...{ before, after, foreign, moved },
        subjectsBefore: ruled(before, membersOf),
        subjectsAfter: ruled(after, membersOf),
    };
}

function changesIn({ subjectsBefore, subjectsAfter }: Sides, overlap: Overlap): readonly Change[] {
    const keys = new Set([...subjectsBefore.keys(), ...subjectsAfter.keys()]);
    return [...keys].flatMap((key) => changesOf(subjectsBefore.get(key), subjectsAfter.get(key), overlap));
}

function toldOf({ base, head, live }: Reviewed): Told {
    const names = new Map((live?.access.rules ?? []).map((rule) => [policyKey(rule), rule.policy]));
    const causes = { base, head, live: names };
    const members = membersByGroup(live);
    const roles = new Map(
        (live?.access.rules ?? []).flatMap(({ workloadRoles }) => workloadRoles.map((one) => [one.id, one.name])),
    );
    const owners = [...head.teams.values(), ...base.teams.values()].map(({ space, spot }) => ({
        name: space.name,
        spot,
    }));
    const owning = new Map(
        owners.reverse().map(({ name, spot }) => [JSON.stringify([spot.resourceGroup, spot.project, spot.path]), name]),
    );
    return {
        because: (change) => because(change, causes),
        teamAt: ({ resourceGroup, project, path }) => {
            const steps = path.split("/");
            const above = steps.map((_, index) => steps.slice(0, steps.length - index).join("/"));
            const key = above
                .map((one) => JSON.stringify([resourceGroup, project, one]))
                .find((one) => owning.has(one));
            return (key === undefined ? undefined : owning.get(key)) ?? null;
        },
        membersIn: (group) => members.get(group)?.length ?? null,
        nameOfRole: (id) => roles.get(id) ?? id,
    };
}

/** What would be different if the strictest MFA counted. */
function difference(rows: readonly Row[], strictest: readonly Row[]): Review["ifStrictest"] {
    const texts = (all: readonly Row[]) => new Set(all.map((row) => JSON.stringify(row)));
    const [own, other] = [texts(rows), texts(strictest)];
    return {
        instead: strictest.filter((row) => !own.has(JSON.stringify(row))),
        not: rows.filter((row) => !other.has(JSON.stringify(row))),
    };
}
