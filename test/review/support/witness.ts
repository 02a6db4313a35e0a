import type { Review, Row } from "../../../resources/review/page/document";
import { secretPrivileges } from "../../../tenant/store/opa-records";
import { effectOf, type Overlap, placesIn, type Seen, subjectsIn, type Ways, waysAt, wholePath } from "./seen";
import { wrongCounts, wrongRows } from "./wrong-rows";

/** Where the page and the tenant differ, in words; none when every row is true and every change is on the page. */
export function differences(
    page: Review,
    before: Seen,
    after: Seen,
    overlap: Overlap,
    unknown: Unknown = {},
): string[] {
    const rows = rowsUnder(page, overlap);
    const both = [before, after] as const;
    return [
        ...missing(rows, both, unknown),
        ...wrongRows(rows, both),
        // Totals are of the rows that the page shows.
        ...(overlap === "each-its-own" && Object.keys(unknown).length === 0 ? wrongCounts(page, both) : []),
    ];
}

/** What the tenant sees change and is not on the page, or otherwise. */
function missing(rows: readonly Row[], both: readonly [Seen, Seen], unknown: Unknown): string[] {
    const places = placesIn(...both);
    return subjectsIn(...both).flatMap((subject) => {
        const own = rows.filter((row) => isOf(row, subject, unknown));
        return places.flatMap((place) => {
            const { path } = place;
            const row = own.filter((one) => isAt(one, path));
            if (row.length > 1) return [`${subject} has two rows at ${path}`];
            return secretPrivileges.flatMap((privilege) => {
                const [was, is] = waysAt(both, subject, place, privilege);
                const told = row[0] && ([waysOf(row[0].before, privilege), waysOf(row[0].after, privilege)] as const);
                const isTrue = told ? isSame(told[0], was) && isSame(told[1], is) : isSame(was, is);
                if (isTrue) return [];
                const witness = JSON.stringify([was, is]);
                return [`${subject} ${path} ${privilege}: page ${JSON.stringify(told ?? "silent")}, tenant ${witness}`];
            });
        });
    });
}

/** Whether at each moment one of these is open if one of those is. */
const isSame = (ways: Ways, others: Ways): boolean => effectOf(ways, others) === undefined;

function rowsUnder({ rows, ifStrictest }: Review, overlap: Overlap): readonly Row[] {
    if (overlap === "each-its-own") return rows;
    const not = new Set(ifStrictest.not.map((row) => JSON.stringify(row)));
    return [...rows.filter((row) => !not.has(JSON.stringify(row))), ...ifStrictest.instead];
}

/** Logins of those in groups that a page cannot look into. */
type Unknown = Readonly<Record<string, readonly string[]>>;

function isOf({ people, serviceUsers, workloadRoles, groups }: Row, subject: string, unknown: Unknown): boolean {
    const isRole = workloadRoles.some(({ id }) => subject === `role ${id}`);
    const isGroup = groups.some(({ name }) => subject === `group ${name}`);
    const isIn = groups.some(({ name, members }) => members === null && unknown[name]?.includes(subject));
    return isRole || isGroup || isIn || [...people, ...serviceUsers].some((one) => one.toLowerCase() === subject);
}

const isBelow = (path: string, outer: string): boolean => path === outer || path.startsWith(`${outer}/`);

function isAt({ resourceGroup, project, path: outer, except }: Row, path: string): boolean {
    const whole = (one: string) => wholePath(resourceGroup, project, one);
    return isBelow(path, whole(outer)) && !except.some((one) => isBelow(path, whole(one)));
}

const waysOf = (rights: Row["before"], privilege: string): Ways =>
    rights.flatMap(({ privileges, ways }) => (privileges.includes(privilege) ? ways : []));
