import { loginKey } from "../okta/lookups/find-user";
import { quoted, quotedList } from "../review/page/words";
import type { UpRecord } from "./document";
import type { Answer, Approval, History } from "./history-document";
import {
    type Case,
    caseKey,
    casesIn,
    casesOf,
    inRecord,
    inSnapshot,
    type Sighting,
    type TakenSnapshot,
} from "./sightings";

/** The question. */
export interface Asked {
    /** Epoch milliseconds; the end is not part of it. */
    readonly fromMs: number;
    readonly toMs: number;
    readonly path: string;
    readonly privilege: string;
    readonly person: string | undefined;
}

/** What there is to answer it from. */
export interface Known {
    /** In order of time, as records are. */
    readonly snapshots: readonly TakenSnapshot[];
    readonly records: readonly UpRecord[];
    /** What could not be read. */
    readonly notRead: readonly string[];
}

/** Who could do something in a folder at that time, from snapshots and records. */
export function historyOf(asked: Asked, known: Known): History {
    const { path, privilege, person } = asked;
    const { snapshots, records } = known;
    const all = [
        ...snapshots.flatMap((one) => casesIn(one, path, privilege)),
        ...records.flatMap((one) => casesOf(one, path, privilege)),
    ];
    const each = new Map(all.map((one) => [caseKey(one), one]));
    const cases = [...each.values()].filter(
        ({ subject }) =>
            person === undefined ||
            subject.kind === "whoever is in the group" ||
            loginKey(subject.name) === loginKey(person),
    );
    const answers = cases
        .map((one) => answerTo(one, asked, known))
        .filter(({ could }) => person !== undefined || could !== "no");
    return {
        format: 1,
        from: iso(asked.fromMs),
        to: iso(asked.toMs),
        ...{ path, privilege },
        person: person ?? null,
        sources: sourcesOf(asked, known),
        answers: withoutNeedless(answers, path).toSorted(byName),
        notKnown: notKnown(asked, known, all.length > 0),
    };
}

const iso = (ms: number): string => new Date(ms).toISOString();

const byName = (one: Answer, other: Answer): number => {
    const key = ({ name, path }: Answer) => JSON.stringify([name, path]);
    return key(one) < key(other) ? -1 : 1;
};

/** Whoever could in the folder could below it too. */
const withoutNeedless = (answers: readonly Answer[], path: string): readonly Answer[] =>
    answers.filter(
        (one) =>
            one.path === path ||
            !answers.some(
                (other) =>
                    other.path === path && other.name === one.name && other.kind === one.kind && other.could === "yes",
            ),
    );

function answerTo(one: Case, asked: Asked, { snapshots, records }: Known): Answer {
    const { privilege } = asked;
    const sightings = [
        ...snapshots.map((snapshot) => inSnapshot(snapshot, one, privilege)),
        ...records.flatMap((record) => inRecord(record, one, privilege) ?? []),
    ].sort((first, second) => first.timeMs - second.timeMs);
    const until = sightings.filter(({ timeMs }) => timeMs < asked.toMs);
    const seen = until.filter(({ through }) => through.length > 0).at(-1);
    const given = until.filter(({ record, before, after }) => record && after && !before).at(-1)?.record;
    const near = nearby(sightings, asked);
    return {
        ...one.subject,
        ...one.spot,
        could: verdictIn(sightings, asked),
        through: [...(seen?.through ?? [])],
        evidence: near.map(({ words }) => words),
        approval: given ? approvalOf(given) : null,
    };
}

/** What was seen in that time, and last before and first after it. */
function nearby(sightings: readonly Sighting[], { fromMs, toMs }: Asked): readonly Sighting[] {
    const before = sightings.filter(({ timeMs }) => timeMs < fromMs).at(-1);
    const within = sightings.filter(({ timeMs }) => timeMs >= fromMs && timeMs < toMs);
    const after = sightings.find(({ timeMs }) => timeMs >= toMs);
    return [...(before ? [before] : []), ...within, ...(after ? [after] : [])];
}

/**
 * Between two sightings that agree it is taken to have been so all the time; where they do not agree, or one is missing, it is
 * not clear.
 */
function verdictIn(sightings: readonly Sighting[], { fromMs, toMs }: Asked): Answer["could"] {
    const within = sightings.filter(({ timeMs }) => timeMs >= fromMs && timeMs < toMs);
    if (within.some(({ before, after }) => before || after)) return "yes";
    const before = sightings.filter(({ timeMs }) => timeMs < fromMs).at(-1);
    const after = sightings.find(({ timeMs }) => timeMs >= toMs);
    const sides = [before?.after, ...within.flatMap((one) => [one.before, one.after]), after?.before];
    if (sides.every((one) => one === true)) return "yes";
    return sides.every((one) => one === false) ? "no" : "unclear";
}

function approvalOf({ time, commit, pullRequest, actor, approved, approvedBy, isApprovedTable }: UpRecord): Approval {
    return { time, commit, pullRequest, actor, approved, approvedBy: [...approvedBy], isApprovedTable };
}

/** The files' moments that count: those in that time, and the last before and the first after it. */
function sourcesOf(asked: Asked, { snapshots, records }: Known): string[] {
    const near = <One>(all: readonly One[], timeOf: (one: One) => number): readonly One[] => {
        const before = all.filter((one) => timeOf(one) < asked.fromMs).at(-1);
        const after = all.find((one) => timeOf(one) >= asked.toMs);
        const within = all.filter((one) => timeOf(one) >= asked.fromMs && timeOf(one) < asked.toMs);
        return [...(before === undefined ? [] : [before]), ...within, ...(after === undefined ? [] : [after])];
    };
    return [
        ...near(snapshots, ({ access }) => Date.parse(access.taken)).map(
            ({ file, access }) => `snapshot of ${access.taken} (${file})`,
        ),
        ...near(records, ({ time }) => Date.parse(time)).map(
            ({ time, commit, result }) => `record of ${time}, commit ${commit ?? "unknown"}, ${result}`,
        ),
    ];
}

function notKnown(asked: Asked, { snapshots, records, notRead }: Known, isPathSeen: boolean): string[] {
    const time = ({ access }: TakenSnapshot) => Date.parse(access.taken);
    const before = snapshots.filter((one) => time(one) < asked.fromMs).at(-1);
    const after = snapshots.find((one) => time(one) >= asked.toMs);
    const within = snapshots.filter((one) => time(one) >= asked.fromMs && time(one) < asked.toMs);
    const used = [before, ...within, after].filter((one) => one !== undefined);
    const [beginsMs, endsMs] = [before ? time(before) : undefined, after ? time(after) : undefined];
    const between = records.filter(
        (one) => Date.parse(one.time) >= (beginsMs ?? asked.fromMs) && Date.parse(one.time) < (endsMs ?? asked.toMs),
    );
    const without = between.filter(({ change }) => change === null).map(({ time: when }) => when);
    const failed = between.filter(({ result }) => result === "failed").map(({ time: when }) => when);
    return [
        ...notRead,
        ...(before || within.length > 0 ? [] : ["how it was before: there is no snapshot of then or earlier."]),
        ...(after || within.length > 0 ? [] : ["what changed after the last snapshot: there is no later one."]),
        ...(used.length > 0
            ? [
                  "what a hand changed and changed back between two snapshots, and what somebody in a group of Okta could do for seconds until a " +
                      "push arrived or was taken back.",
              ]
            : []),
        ...(without.length > 0
            ? [`what the ups of ${quotedList(without, 5)} changed: their records have no table.`]
            : []),
        ...(failed.length > 0 ? [`which part of the ups of ${quotedList(failed, 5)} came about: they failed.`] : []),
        ...used.flatMap(({ file, access }) =>
            access.incomplete.map((what) => `${quoted(what)}: the snapshot ${quoted(file)} could not see it.`),
        ),
        ...used.flatMap(({ file, access }) =>
            access.notUnderstood.map(
                ({ policy }) =>
                    `whom policy ${quoted(policy)} lets in: snapshot ${quoted(file)} did not understand it.`,
            ),
        ),
        ...(isPathSeen ? [] : [`anything about ${quoted(asked.path)}: nobody had this there in any of the files.`]),
    ];
}
