import type { Access } from "../access/document";
import { quoted } from "./page/words";
import type { Member } from "./rights/subjects";

/** What is known about what exists in OPA. */
export interface Live {
    readonly access: Access;
    readonly text: string;
}

/** How old a snapshot may be: one is taken each night, with time to spare. */
const staleMs = 26 * 3_600_000;

/** The members of OPA's groups, by the group's name; also people who cannot get in now, because they may tomorrow. */
export function membersByGroup(live: Live | undefined): ReadonlyMap<string, readonly Member[]> {
    const groups = live?.access.groups ?? [];
    return new Map(groups.flatMap(({ name, members }) => (members ? [[name, members] as const] : [])));
}

/** What a reader must know about a snapshot. */
export function aboutSnapshot(live: Live | undefined, nowMs: number): readonly string[] {
    if (!live) {
        return [
            "what lives in OPA: no snapshot was given. Not on this page: policies that no declaration has made, who is in groups that " +
                "are there already, what folders hold, and what was changed by hand.",
        ];
    }
    const { rules, folders, taken, incomplete, notUnderstood } = live.access;
    return [
        ...(rules
            ? []
            : ["policies that no declaration has made: the snapshot is of an older version. Take it again."]),
        ...(folders ? [] : ["what is in which folder: the snapshot has no folders. Take it again."]),
        ...ageOf(taken, nowMs),
        ...incomplete.map((what) => `${quoted(what)}: the snapshot could not see it.`),
        ...notUnderstood.map(({ policy, why }) => `whom policy ${quoted(policy)} lets in: ${quoted(why)}`),
    ];
}

function ageOf(taken: string | undefined, nowMs: number): readonly string[] {
    if (taken === undefined) return ["how old the snapshot is. Take it with --with-time."];
    const ageMs = nowMs - Date.parse(taken);
    if (ageMs <= staleMs) return [];
    return [
        `what happened in OPA in the last ${Math.floor(ageMs / 3_600_000)} hours: the snapshot is as old. Take it again.`,
    ];
}
