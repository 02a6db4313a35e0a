import type { RecordedChange, UpRecord } from "./document";
import { type NotedWrites, writesIn } from "./noted-writes";

/** What a pipeline knows of an `up`. */
export interface Told {
    readonly time: string;
    readonly stack: string | undefined;
    readonly commit: string | undefined;
    readonly actor: string | undefined;
    readonly pullRequest: string | undefined;
    readonly result: UpRecord["result"];
    readonly approved: string | undefined;
    readonly approvedBy: readonly string[];
    /** What `access diff --json` printed for this change; undefined if there is none. */
    readonly change: RecordedChange | undefined;
    /** The text of the file that the run noted its writes in; undefined if there is none. */
    readonly writes: string | undefined;
}

/** The record of one `up`. It is made whatever is missing, and says what is. */
export function recordOf(told: Told): UpRecord {
    const { change = null, approved = null } = told;
    const { writes, notSeen } = told.writes === undefined ? noFile : writesIn(told.writes);
    return {
        format: 1,
        time: told.time,
        stack: told.stack ?? stackIn(change) ?? null,
        commit: told.commit ?? null,
        actor: told.actor ?? null,
        pullRequest: told.pullRequest ?? null,
        result: told.result,
        approved,
        approvedBy: [...told.approvedBy],
        isApprovedTable: change && approved !== null ? change.table === approved : null,
        change,
        writes: [...writes],
        notSeen: [
            "writes of the Okta plugin: groups and who is in them. Okta's System Log has them.",
            ...notSeen,
            ...(change ? [] : ["who gained and who lost what: no table of `access diff --json` was given."]),
            ...(told.result === "failed" && change
                ? ["which rows of the table came about: the run failed. The next snapshot tells."]
                : []),
        ],
    };
}

const noFile: NotedWrites = {
    writes: [],
    notSeen: [
        "what the run wrote: there is no file of writes. It is made as soon as the program or a provider connects, so either " +
            "the run ended before, or PULUMI_OKTA_OPA_WRITES named another file.",
    ],
};

const stackIn = (change: RecordedChange | null): string | undefined =>
    /^Pulumi\.(.+)\.ya?ml$/.exec(change?.head.stackFile ?? "")?.[1];
