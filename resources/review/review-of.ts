import type { EnginePreview } from "../engine/preview";
import type { Checkouts } from "./checkout/read-checkout";
import { policyKey } from "./checkout/rulings";
import { changesIn, sidesOf } from "./compared";
import { authorIn } from "./page/author";
import { because } from "./page/because";
import { countsOf, verdictOf } from "./page/counts";
import type { Review, Row } from "./page/document";
import { endsIn } from "./page/ends";
import { irreversibleIn } from "./page/irreversible";
import { knownOn } from "./page/known";
import { readFirst } from "./page/read-first";
import { inheritedIn, notKnownIn, settingsChanged, sideOf } from "./page/remarks";
import { rowsOf, sha256, type Told, tableOf } from "./page/rows";
import { changeIn } from "./plan/sides";
import type { Reviewed, Sides } from "./reviewed";
import type { Change as RightChange } from "./rights/change";
import { findingsOnPage } from "./rules/on-page";
import { aboutSnapshot, membersByGroup } from "./snapshot";
import { limitsChanged, stopsOnPage } from "./stops/on-page";

/** The page of a change, and what it is made from. */
export interface Change {
    readonly page: Review;
    /** What changes for whom, where each of overlapping rules counts, and where the strictest does. */
    readonly changes: readonly RightChange[];
    readonly strictest: readonly RightChange[];
}

/**
 * Computes who gains and who loses what between two checkouts: without a call, and with the same code that makes the
 * spaces.
 */
export const reviewOf = (given: Given & Checkouts): Review => changeBetween(given).page;

/** The same, with what the page is made from. */
export const changeBetween = (given: Given & Checkouts): Change =>
    changeOf({ ...given, from: "files" }, sidesOf(given), new Map(), given);

/** The same from what the engine's preview plans, for any program. Throws if the preview does not show all of it. */
export function reviewOfPreview(given: Given & { readonly preview: EnginePreview }): Review {
    const { base, head, sides, single } = changeIn(given.preview, given.live);
    return changeOf({ ...given, base, head, from: "preview" }, sides, single, undefined).page;
}

/** What a review knows besides the change. */
type Given = Pick<Reviewed, "live" | "author" | "unknownAuthor" | "nowMs" | "refuse">;

function changeOf(
    reviewed: Reviewed,
    sides: Sides,
    single: ReadonlyMap<string, string>,
    declared: Checkouts | undefined,
): Change {
    const { base, head, live, author, nowMs, from } = reviewed;
    const changes = changesIn(sides, "each-its-own");
    const strictest = changesIn(sides, "strictest");
    const told = toldOf(reviewed, single);
    const rows = [...rowsOf(changes, told)];
    const ifStrictest = difference(rows, rowsOf(strictest, told));
    const counts = countsOf(rows);
    const irreversible = [...irreversibleIn(sides, { live, from })];
    const inherited = inheritedIn(sides.foreign, rows, sides.moved, told.membersIn);
    const isUnclear = sides.unclear.length > 0;
    const known = knownOn(declared?.head.known ?? [], live && (live.access.rules ?? []), nowMs);
    const findings = findingsOnPage(reviewed, sides, { rows, ifStrictest, inherited, irreversible }, declared);
    const stops = declared ? stopsOnPage({ ...declared, nowMs }) : null;
    const page: Review = {
        format: 1,
        from,
        table: tableOf(changes, strictest),
        changes: isUnclear || rows.length + ifStrictest.instead.length + irreversible.length > 0,
        verdict: verdictOf({ rows, ifStrictest, counts }, irreversible.length > 0, sides.unclear.length),
        counts,
        rows,
        ifStrictest,
        readFirst: [...readFirst(reviewed, sides, { rows, ifStrictest })],
        inherited,
        known,
        irreversible,
        findings,
        stops,
        ends: endsIn(declared, { rows, findings, stops, known }, nowMs),
        settings: [
            ...settingsChanged(base.settings, head.settings),
            ...limitsChanged(declared?.base.limits, declared?.head.limits),
        ],
        author: author === undefined ? null : authorIn(author, { rows, ifStrictest }, isUnclear),
        notKnown: [...aboutSnapshot(live, nowMs), ...notKnownIn(reviewed, sides, rows)],
        base: sideOf(base),
        head: sideOf(head),
        snapshot: live ? { taken: live.access.taken ?? null, digest: sha256(live.text) } : null,
    };
    return { page, changes, strictest };
}

function toldOf({ base, head, live, from }: Reviewed, single: ReadonlyMap<string, string>): Told {
    const ofOpa = (live?.access.rules ?? []).map((rule) => [policyKey(rule), rule.policy] as const);
    const names = new Map([...single, ...ofOpa]);
    const causes = { base, head, live: names, single, from };
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
