import type { Review, Row } from "../../../resources/review/page/document";
import type { Tenant } from "../../../tenant";
import { secretPrivileges } from "../../../tenant/store/opa-records";
import type { Need } from "../../../tenant/verdict/conditions";
import { momentsFor, openAt } from "./moments";

type Ways = readonly (readonly Need[])[];

/** Who may do what in which folder, and by which conditions, by the tenant's own verdict. */
export interface Seen {
    /** Paths by ids. */
    readonly folders: ReadonlyMap<string, string>;
    readonly ways: ReadonlyMap<string, Ways>;
    readonly subjects: ReadonlyMap<string, string>;
}

const cellKey = (subject: string, id: string, privilege: string): string => JSON.stringify([subject, id, privilege]);

/** What of overlapping rules counts. */
export type Overlap = "each-its-own" | "strictest";

export const overlaps: readonly Overlap[] = ["each-its-own", "strictest"];

/** The tenant's verdict on everybody, as it is now, where overlapping rules are taken so. */
export function seenIn(tenant: Tenant, overlappingMfa: Overlap): Seen {
    const { store } = tenant;
    Object.assign(tenant.settings, { overlappingMfa });
    const folders = new Map([...store.folders.values()].map((folder) => [folder.id, store.pathOf(folder)] as const));
    const ways = new Map<string, Ways>();
    const subjects = new Map<string, string>();
    const roleIds = new Map([...store.workloadRoles.values()].map(({ id, name }) => [name, id]));
    for (const verdict of tenant.verdicts()) {
        if (!folders.has(verdict.itemId)) continue;
        const isWorkload = verdict.kind === "workload";
        const subject = isWorkload ? `role ${roleIds.get(verdict.subject)}` : verdict.subject.toLowerCase();
        subjects.set(subject, verdict.kind);
        const asked = verdict.ways.flatMap((way) => (way.by === "policy" ? [way.asks] : []));
        // Nobody else can meet conditions.
        const open = verdict.kind === "human" ? asked : asked.filter(({ length }) => length === 0);
        ways.set(cellKey(subject, verdict.itemId, verdict.privilege), open);
    }
    return { folders, ways, subjects };
}

/** Where the page and the tenant differ, in words; none when every row is true and every change is on the page. */
export function differences(
    page: Review,
    before: Seen,
    after: Seen,
    overlap: Overlap,
    unknown: Unknown = {},
): string[] {
    const rows = rowsUnder(page, overlap);
    const places = placesIn(before, after);
    const subjects = new Set([...before.subjects.keys(), ...after.subjects.keys()]);
    return [...subjects].flatMap((subject) => {
        const own = rows.filter((row) => isOf(row, subject, unknown));
        return places.flatMap(({ path, wasId, isId }) => {
            const row = own.filter((one) => isAt(one, path));
            if (row.length > 1) return [`${subject} has two rows at ${path}`];
            return secretPrivileges.flatMap((privilege) => {
                const was = before.ways.get(cellKey(subject, wasId, privilege)) ?? [];
                const is = after.ways.get(cellKey(subject, isId, privilege)) ?? [];
                const told = row[0] && [waysOf(row[0].before, privilege), waysOf(row[0].after, privilege)];
                const moments = momentsFor([...was, ...is, ...(told ?? []).flat()].flat());
                const tables = [was, is].map((ways) => openAt(ways, moments));
                const expected = told ? told.map((ways) => openAt(ways, moments)) : [tables[0], tables[0]];
                if (JSON.stringify(tables) === JSON.stringify(expected)) return [];
                const witness = JSON.stringify([was, is]);
                return [`${subject} ${path} ${privilege}: page ${JSON.stringify(told ?? "silent")}, tenant ${witness}`];
            });
        });
    });
}

/** How many cells the tenant sees change: so that no test passes because nothing happened. */
export function changesSeen(before: Seen, after: Seen): number {
    const places = placesIn(before, after);
    const subjects = new Set([...before.subjects.keys(), ...after.subjects.keys()]);
    return [...subjects].flatMap((subject) =>
        places.flatMap(({ wasId, isId }) =>
            secretPrivileges.filter((privilege) => {
                const was = before.ways.get(cellKey(subject, wasId, privilege)) ?? [];
                const is = after.ways.get(cellKey(subject, isId, privilege)) ?? [];
                const moments = momentsFor([...was, ...is].flat());
                return openAt(was, moments) !== openAt(is, moments);
            }),
        ),
    ).length;
}

function rowsUnder({ rows, ifStrictest }: Review, overlap: Overlap): readonly Row[] {
    if (overlap === "each-its-own") return rows;
    const not = new Set(ifStrictest.not.map((row) => JSON.stringify(row)));
    return [...rows.filter((row) => !not.has(JSON.stringify(row))), ...ifStrictest.instead];
}

/** Logins of those in groups that a page cannot look into. */
type Unknown = Readonly<Record<string, readonly string[]>>;

function isOf({ people, serviceUsers, workloadRoles, groups }: Row, subject: string, unknown: Unknown): boolean {
    const isRole = workloadRoles.some(({ id }) => subject === `role ${id}`);
    const isIn = groups.some(({ name, members }) => members === null && unknown[name]?.includes(subject));
    return isRole || isIn || [...people, ...serviceUsers].some((one) => one.toLowerCase() === subject);
}

const isBelow = (path: string, outer: string): boolean => path === outer || path.startsWith(`${outer}/`);

const isAt = (row: Row, path: string): boolean =>
    isBelow(path, row.path) && !row.except.some((outer) => isBelow(path, outer));

const waysOf = (rights: Row["before"], privilege: string): Ways =>
    rights.flatMap(({ privileges, ways }) => (privileges.includes(privilege) ? ways : []));

/** Each folder there is before or after, by its path after. Where it is missing on one side, what is above it counts. */
function placesIn(before: Seen, after: Seen) {
    const ids = (seen: Seen) => new Map([...seen.folders].map(([id, path]) => [path, id]));
    const [idsBefore, idsAfter] = [ids(before), ids(after)];
    const nowOf = (path: string): string => {
        const id = idsBefore.get(path);
        const now = id === undefined ? undefined : after.folders.get(id);
        if (now !== undefined) return now;
        const at = path.lastIndexOf("/");
        return at < 0 ? path : `${nowOf(path.slice(0, at))}${path.slice(at)}`;
    };
    const wasAt = new Map([...idsBefore].map(([path, id]) => [nowOf(path), id]));
    const nearest = (known: ReadonlyMap<string, string>, path: string): string => {
        const id = known.get(path);
        if (id !== undefined) return id;
        const at = path.lastIndexOf("/");
        return at < 0 ? "" : nearest(known, path.slice(0, at));
    };
    return [...new Set([...wasAt.keys(), ...idsAfter.keys()])].map((path) => ({
        path,
        wasId: nearest(wasAt, path),
        isId: nearest(idsAfter, path),
    }));
}
