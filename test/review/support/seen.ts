import type { Tenant } from "../../../tenant";
import { type SecretPrivilege, secretPrivileges } from "../../../tenant/store/opa-records";
import type { Store } from "../../../tenant/store/store";
import type { Need } from "../../../tenant/verdict/conditions";
import { momentsFor, openAt } from "./moments";

export type Ways = readonly (readonly Need[])[];

/** Who may do what in which folder, and by which conditions, by the tenant's own verdict. */
export interface Seen {
    /** Whole paths by ids. */
    readonly folders: ReadonlyMap<string, string>;
    readonly ways: ReadonlyMap<string, Ways>;
    readonly subjects: ReadonlyMap<string, "human" | "service" | "workload" | "group">;
    /** How many are in each group that no space fills. */
    readonly sizes: ReadonlyMap<string, number>;
}

/** What of overlapping rules counts. */
export type Overlap = "each-its-own" | "strictest";

export const overlaps: readonly Overlap[] = ["each-its-own", "strictest"];

/** A folder, with the names of where it is: other projects may have the same path. */
export const wholePath = (resourceGroup: string, project: string, path: string): string =>
    `${resourceGroup}:${project}:${path}`;

/** The tenant's verdict on everybody, as it is now, where overlapping rules are taken so. */
export function seenIn(tenant: Tenant, overlappingMfa: Overlap): Seen {
    const { store } = tenant;
    Object.assign(tenant.settings, { overlappingMfa });
    const sizes = new Map(openGroups(store).map(({ name, members }) => [name, members.size]));
    const folders = new Map([...store.folders.values()].map((folder) => [folder.id, placeOf(store, folder)] as const));
    const ways = new Map<string, Ways>();
    const subjects = new Map<string, "human" | "service" | "workload" | "group">();
    const roleIds = new Map([...store.workloadRoles.values()].map(({ id, name }) => [name, id]));
    const strangers = new Map<string, string>();
    for (const verdict of withStrangers(store, strangers, () => tenant.verdicts())) {
        if (!folders.has(verdict.itemId)) continue;
        const stranger = strangers.get(verdict.subject);
        const own =
            verdict.kind === "workload" ? `role ${roleIds.get(verdict.subject)}` : verdict.subject.toLowerCase();
        const subject = stranger === undefined ? own : `group ${stranger}`;
        subjects.set(subject, stranger === undefined ? verdict.kind : "group");
        const asked = verdict.ways.flatMap((way) => (way.by === "policy" ? [way.asks] : []));
        // Nobody else can meet conditions.
        const open = verdict.kind === "human" ? asked : asked.filter(({ length }) => length === 0);
        ways.set(cellKey(subject, verdict.itemId, verdict.privilege), open);
    }
    return { folders, ways, subjects, sizes };
}

function placeOf(store: Store, folder: Parameters<Store["pathOf"]>[0]): string {
    const [group, project] = [
        store.resourceGroups.get(folder.resourceGroupId)?.name,
        store.projects.get(folder.projectId)?.name,
    ];
    return wholePath(group ?? "", project ?? "", store.pathOf(folder));
}

/** Groups of OPA into which somebody may come whom no team declares. Spaces fill their own, whose names begin so. */
const openGroups = ({ opaGroups }: Store) =>
    [...opaGroups.values()].filter(({ deletedAtMs, name }) => deletedAtMs === undefined && !name.startsWith("team-"));

/**
 * For as long as `look` takes, each of these groups has a member who is in nothing else: a row about a group is about such
 * a person.
 */
function withStrangers<T>(store: Store, strangers: Map<string, string>, look: () => T): T {
    const groups = openGroups(store);
    for (const { id, name, members } of groups) {
        const stranger = `somebody in ${id}`;
        strangers.set(stranger, name);
        members.add(stranger);
        store.opaUsers.set(stranger, { id: stranger, seq: 0, name: stranger, userType: "human", status: "ACTIVE" });
    }
    try {
        return look();
    } finally {
        for (const stranger of strangers.keys()) store.opaUsers.delete(stranger);
        for (const { id, members } of groups) members.delete(`somebody in ${id}`);
    }
}

const cellKey = (subject: string, id: string, privilege: string): string => JSON.stringify([subject, id, privilege]);

/** A folder there is before or after, by its path after, with what counts for it on each side. */
export interface Place {
    readonly path: string;
    readonly wasId: string;
    readonly isId: string;
}

/** Each folder there is before or after, by its path after. Where it is missing on one side, what is above it counts. */
export function placesIn(before: Seen, after: Seen): readonly Place[] {
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

/** The ways to a privilege before and after. */
export const waysAt = (
    [before, after]: readonly [Seen, Seen],
    subject: string,
    { wasId, isId }: Place,
    privilege: SecretPrivilege,
): readonly [Ways, Ways] => [
    before.ways.get(cellKey(subject, wasId, privilege)) ?? [],
    after.ways.get(cellKey(subject, isId, privilege)) ?? [],
];

type Effect = "gains" | "loses" | "weaker" | "stricter";

/** What the tenant sees change, privilege by privilege. */
export type EffectsSeen = Readonly<Record<Effect, readonly SecretPrivilege[]>>;

/** What the tenant sees change for somebody in a folder. */
export function effectsSeen(both: readonly [Seen, Seen], subject: string, place: Place): EffectsSeen {
    const effects = { gains: [], loses: [], weaker: [], stricter: [] } as Record<Effect, SecretPrivilege[]>;
    for (const privilege of secretPrivileges) {
        const effect = effectOf(...waysAt(both, subject, place, privilege));
        if (effect) effects[effect].push(privilege);
    }
    return effects;
}

/** The same ways are asked about many times. */
const known = new Map<string, Effect | undefined>();

/** What becomes of a privilege if these are the ways to it, and then those; undefined: nothing. */
export function effectOf(was: Ways, is: Ways): Effect | undefined {
    if (was.length + is.length === 0) return undefined;
    const key = JSON.stringify([was, is]);
    if (!known.has(key)) known.set(key, effectBetween(was, is));
    return known.get(key);
}

function effectBetween(was: Ways, is: Ways): Effect | undefined {
    const moments = momentsFor([...was, ...is].flat());
    const [before, after] = [openAt(was, moments), openAt(is, moments)];
    if (before === after) return undefined;
    if (!before.includes("1")) return "gains";
    if (!after.includes("1")) return "loses";
    return [...after].every((now, at) => now === "0" || before[at] === "1") ? "stricter" : "weaker";
}

/** Everybody of whom the tenant knows on one side at least. */
export const subjectsIn = (before: Seen, after: Seen): readonly string[] => [
    ...new Set([...before.subjects.keys(), ...after.subjects.keys()]),
];

/** How many cells the tenant sees change: so that no test passes because nothing happened. */
export function changesSeen(before: Seen, after: Seen): number {
    const places = placesIn(before, after);
    return subjectsIn(before, after)
        .flatMap((subject) => places.map((place) => Object.values(effectsSeen([before, after], subject, place)).flat()))
        .reduce((sum, { length }) => sum + length, 0);
}
