import type { Access, Row } from "../access/document";
import { loginKey } from "../okta/lookups/find-user";
import { needsInWords, quoted } from "../review/page/words";
import { covers, type Spot } from "../review/rights/ruling";
import { wayOf } from "../review/rights/way";
import type { UpRecord } from "./document";
import type { Answer } from "./history-document";

/** A snapshot, and the file that it is from. */
export interface TakenSnapshot {
    readonly file: string;
    readonly access: Access & { readonly taken: string };
}

/** Somebody, and a folder. */
export interface Case {
    readonly subject: Pick<Answer, "name" | "kind">;
    readonly spot: Spot;
}

/** What something says about a case: how it was before a moment and after it. Undefined: it does not say. */
export interface Sighting {
    readonly timeMs: number;
    readonly before: boolean | undefined;
    readonly after: boolean | undefined;
    readonly words: string;
    readonly through: readonly string[];
    /** The `up` that changed it. */
    readonly record?: UpRecord;
}

export const caseKey = ({ subject: { kind, name }, spot }: Case): string =>
    JSON.stringify([kind, loginKey(name), spot.resourceGroup, spot.project, spot.path]);

const spotOf = ({ resourceGroup, project, path }: Spot): Spot => ({ resourceGroup, project, path });

const isIn = (row: Spot, path: string): boolean => row.path === path || row.path.startsWith(`${path}/`);

/** Who has the privilege in the folder of this path, or where below it something begins, by a snapshot. */
export function casesIn({ access }: TakenSnapshot, path: string, privilege: string): readonly Case[] {
    return access.rows
        .filter(
            (row) => isIn(row, path) && (row.path === path || row.inheritedFrom === undefined) && gives(row, privilege),
        )
        .map((row) => ({ subject: subjectOf(row), spot: spotOf(row) }));
}

const gives = ({ privileges, canUse, secretId }: Row, privilege: string): boolean =>
    canUse && secretId === undefined && privileges.includes(privilege);

function subjectOf({ person, kind, group }: Row): Case["subject"] {
    if (person === null || kind === "unseen members") return { kind: "whoever is in the group", name: group ?? "" };
    return { kind, name: person };
}

/** What a snapshot says about a case. */
export function inSnapshot({ access }: TakenSnapshot, one: Case, privilege: string): Sighting {
    const own = access.rows.filter(
        (row) =>
            row.path === one.spot.path &&
            gives(row, privilege) &&
            caseKey({ subject: subjectOf(row), spot: spotOf(row) }) === caseKey(one),
    );
    const has = own.length > 0;
    return {
        ...{ timeMs: Date.parse(access.taken), before: has, after: has },
        words: `${access.taken}: ${has ? "could" : "could not"}, by the snapshot of then`,
        through: own.map(
            ({ policy, group, conditions, inheritedFrom }) =>
                `policy ${quoted(policy)}${group === null ? "" : `, group ${quoted(group)}`}${inheritedFrom === undefined ? "" : `, from ${quoted(inheritedFrom)}`}: ${needsInWords(wayOf(conditions))}`,
        ),
    };
}

/** The cases that rows of a record are about. */
export function casesOf({ change }: UpRecord, path: string, privilege: string): readonly Case[] {
    return (change?.rows ?? []).flatMap((row) => {
        const isAsked = [...row.before, ...row.after].some(({ privileges }) => privileges.includes(privilege));
        const at = isIn(row, path)
            ? spotOf(row)
            : applies(row, { ...spotOf(row), path })
              ? { ...spotOf(row), path }
              : undefined;
        if (!isAsked || !at) return [];
        return [
            ...row.people.map((name) => ({ kind: "person" as const, name })),
            ...row.serviceUsers.map((name) => ({ kind: "service user" as const, name })),
            ...row.workloadRoles.map(({ name }) => ({ kind: "workload role" as const, name })),
        ].map((subject) => ({ subject, spot: at }));
    });
}

/** A row is about its folder and all below it, but for what it excepts. */
const applies = (row: Spot & { readonly except: readonly string[] }, spot: Spot): boolean =>
    covers(row, spot) && !row.except.some((path) => covers({ ...spot, path }, spot));

/** What a record says about a case; undefined: nothing changed there for them by this `up`. */
export function inRecord(record: UpRecord, one: Case, privilege: string): Sighting | undefined {
    const { kind, name } = one.subject;
    const row = (record.change?.rows ?? []).find(
        (each) =>
            applies(each, one.spot) &&
            ((kind === "person" && each.people.some((login) => loginKey(login) === loginKey(name))) ||
                (kind === "service user" && each.serviceUsers.includes(name)) ||
                (kind === "workload role" && each.workloadRoles.some((role) => role.name === name))),
    );
    if (!row) return undefined;
    const has = (rights: typeof row.before) => rights.some(({ privileges }) => privileges.includes(privilege));
    const [was, is] = [has(row.before), has(row.after)];
    const isDone = record.result === "succeeded";
    const what =
        was === is ? (is ? "could before and after" : "could not before and after") : is ? "gained it" : "lost it";
    return {
        timeMs: Date.parse(record.time),
        before: isDone ? was : undefined,
        after: isDone ? is : undefined,
        words: `${record.time}: ${isDone ? what : `would have ${is ? "gained it" : "lost it"}, but the up failed`}, by the up of commit ${quoted(record.commit ?? "unknown")}`,
        through: [],
        record,
    };
}
