import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { appliedIn } from "../../resources/review/approval/applied";
import { commitsIn } from "../../resources/review/approval/applied-base";
import { type Approval, approvalIn } from "../../resources/review/approval/approval";
import type { Whereabouts } from "../../resources/review/checkout/read-checkout";
import { reviewText } from "../../resources/review/page/document";
import type { Live } from "../../resources/review/snapshot";
import { snapshotIn } from "../access/checkout";
import { loginsIn, recordsFrom } from "../pulumi";
import { tellAside } from "../terminal";
import { changeOf } from "./change";
import { stateOf, up } from "./engine";
import { type Judgement, judge, notInPage } from "./gate";
import { type Repository, repositoryOf } from "./git";
import { plannedBy } from "./planned";

/** How an application ended, and the exit code of each. */
export const endings = {
    applied: 0,
    "nothing-to-do": 0,
    failed: 1,
    "not-known": 3,
    frozen: 3,
    refused: 4,
    "changed-meanwhile": 5,
} as const;

/** What became of an application. It holds no configuration and no state. */
export interface Outcome {
    readonly ended: keyof typeof endings;
    readonly reasons: readonly string[];
    readonly commit: string;
    /** The commits that were applied before, the latest first. */
    readonly from: readonly string[];
    /** The hash of what the run causes, all of which was approved; null before that was worked out. */
    readonly table: string | null;
}

export interface ToApply {
    readonly stack: string;
    readonly folder: string;
    readonly where: Whereabouts;
    /** The approval that was handed on, and the hash that was approved. */
    readonly approved: { readonly file: string; readonly hash: string };
    readonly plan: string | undefined;
    /** Where the snapshot that was taken before the run is left, so that the next page can be made with it. */
    readonly snapshot: string | undefined;
    /** Where the page of what is applied is left, as JSON, for the record. */
    readonly review: string | undefined;
}

/** Applies what is checked out, if what it causes now is what was approved. */
export async function apply(asked: ToApply): Promise<Outcome> {
    const { stack, folder, approved } = asked;
    const approval = approvalIn(readFileSync(approved.file, "utf8"), approved.hash);
    const repository = repositoryOf(folder);
    const { head: commit } = repository;
    const wrong = wrongCheckout(approval, repository, stack);
    if (wrong.length > 0) return { ended: "refused", reasons: wrong, commit, from: [], table: null };
    const state = await stateOf(stack, folder);
    const applied = appliedIn(state);
    const from = commitsIn(applied);
    let table: string | null = null;
    const outcome: Ending = (ended, reasons = []) => ({ ended, reasons, commit, from, table });
    const later = from.filter((one) => !repository.isIn(one, commit));
    if (later.length > 0) return outcome(...elsewhere(later, repository));
    const live = freshSnapshot(folder, asked.snapshot);
    const change = changeOf(repository, folder, { applied, where: asked.where, live });
    table = change.page.table;
    if (asked.review !== undefined) writeFileSync(asked.review, reviewText(change.page));
    const rows = notInPage({ now: change.caused, approved: approval.caused });
    // Nothing that the engine could show makes these approved.
    if (rows.length > 0 && asked.plan === undefined) return outcome("refused", rows);
    const judgement = judge({
        ...{ approved: approval.caused, now: change.caused, changed: change.teams, outside: new Set(change.outside) },
        ...(await plannedBy({ stack, folder, people: loginsIn(recordsFrom(state)) })),
        planApproved: asked.plan,
    });
    if (!judgement.go) return outcome(judgement.why, judgement.reasons);
    if (appliedIn(await stateOf(stack, folder)).digest !== applied.digest) return outcome("changed-meanwhile", [again]);
    return run(asked, commit, judgement, outcome);
}

const again =
    "Somebody else changed the state of the stack while this was worked out, so nothing was done. Run this job again.";

function wrongCheckout(approval: Approval, { head, changed }: Repository, stack: string): readonly string[] {
    return [
        ...(approval.commit === head ? [] : [`Approved is commit ${approval.commit}, and checked out is ${head}.`]),
        ...(approval.stack === stack ? [] : [`Approved is stack ${approval.stack}, and this is ${stack}.`]),
        ...(changed.length === 0
            ? []
            : ["The checkout has files that the commit does not have so; nobody approved them:", ...changed]),
    ];
}

/** An older approval must not take a newer commit back. */
function elsewhere(later: readonly string[], { head, isIn }: Repository): [Outcome["ended"], readonly string[]] {
    const isOlder = later.every((one) => isIn(head, one));
    if (isOlder)
        return ["nothing-to-do", [`A later commit is applied already, and holds this one: ${later.join(", ")}.`]];
    const what = `Applied is ${later.join(", ")}, which is not in the history of this commit: this would take that back.`;
    return ["refused", [`${what} Merge it into the main branch, or revert it there.`]];
}

function freshSnapshot(folder: string, keptIn: string | undefined): Live {
    const home = mkdtempSync(join(tmpdir(), "snapshot-"));
    try {
        const file = join(home, "access.json");
        const command = [...process.execArgv, process.argv[1] ?? "", "access", "snapshot", file, "--with-time"];
        const { status, stderr } = spawnSync(process.execPath, command, { cwd: folder, encoding: "utf8" });
        if (status !== 0 && status !== 3) throw new Error(`No snapshot could be taken. ${stderr.trim()}`);
        const live = snapshotIn(file);
        if (keptIn !== undefined) writeFileSync(keptIn, live.text);
        return live;
    } finally {
        rmSync(home, { recursive: true, force: true });
    }
}

type Ending = (ended: Outcome["ended"], reasons?: readonly string[]) => Outcome;

async function run(
    { stack, folder }: ToApply,
    commit: string,
    { isRestoring }: Extract<Judgement, { go: true }>,
    outcome: Ending,
): Promise<Outcome> {
    tellAside(`Applying ${commit}: pulumi up …`);
    const { code, said } = await up({ stack, folder, commit, isRestoring });
    if (code === 0) return outcome("applied");
    return outcome("failed", [
        `\`pulumi up\` ended with ${code ?? "a signal"}. What was done stays, and what was not done is shown by the next page. ` +
            "Correct what it says, and run this job again: it goes on where this one ended.",
        ...(/currently locked by|Another update is currently in progress/.test(said)
            ? [
                  "If no other run is in progress, a run that was killed has left its lock: `pulumi cancel` takes it away.",
              ]
            : []),
    ]);
}
