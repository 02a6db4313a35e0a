import assert from "node:assert/strict";
import type { Access, Row } from "../../resources/access/document";
import type { RecordedChange, UpRecord } from "../../resources/records/document";
import { historyOf } from "../../resources/records/history";
import { recordOf } from "../../resources/records/record-of";
import type { TakenSnapshot } from "../../resources/records/sightings";

const place = { resourceGroup: "platform", project: "team-secrets" };

const entry = (person: string, path = "teams/payments", more: Partial<Row> = {}): Row => ({
    ...{ person, kind: "person", ...place, path, folderId: path, privileges: ["list", "secret_reveal"] },
    ...{ conditions: [], canUse: true, policy: "team-payments secrets", policyId: "p", rule: "payments" },
    ...{ group: "team-payments", groupId: "g", ...more },
});

const snapshot = (taken: string, rows: readonly Row[], more: Partial<Access> = {}): TakenSnapshot => ({
    file: `${taken.slice(0, 10)}.json`,
    access: {
        ...{ format: 1, rows: [...rows], notUnderstood: [], nowhere: [], otherRules: [], incomplete: [] },
        ...more,
        taken,
    },
});

const right = { privileges: ["list", "secret_reveal"], ways: [[]] };

const row = (
    person: string,
    isGain: boolean,
    path = "teams/payments",
    except: string[] = [],
): RecordedChange["rows"][number] => ({
    ...{ people: [person], serviceUsers: [], groups: [], workloadRoles: [], ...place, path, except },
    ...{ before: isGain ? [] : [right], after: isGain ? [right] : [] },
    ...{ gains: [], loses: [], weaker: [], stricter: [], risk: "reveal", because: [], team: null },
});

function up(time: string, rows: RecordedChange["rows"], result: UpRecord["result"] = "succeeded"): UpRecord {
    const side = { stackFile: "Pulumi.dev.yaml", digest: "0" };
    const change: RecordedChange = {
        ...{ table: "access:1", verdict: "", rows, ifStrictest: { instead: [], not: [] }, irreversible: [] },
        ...{ base: side, head: side, snapshot: null },
    };
    return recordOf({
        ...{ time, stack: "dev", commit: time.slice(8, 10), actor: "deploy", pullRequest: "17", result },
        ...{ approved: "access:1", approvedBy: ["ben@example.com"], change, writes: "" },
    });
}

const march = (day: number, hour = 2): string => `2027-03-0${day}T0${hour}:00:00.000Z`;

function ask(
    snapshots: readonly TakenSnapshot[],
    records: readonly UpRecord[],
    person?: string,
    path = "teams/payments",
) {
    const fromMs = Date.parse("2027-03-03T00:00:00Z");
    const asked = { fromMs, toMs: fromMs + 86_400_000, path, privilege: "secret_reveal", person };
    return historyOf(asked, { snapshots, records, notRead: [] });
}

const verdicts = (...args: Parameters<typeof ask>) => ask(...args).answers.map(({ name, could }) => `${name} ${could}`);

describe("the history of access", () => {
    it("says who could, by what, and who approved it, where both sides agree", () => {
        const { answers, notKnown, sources } = ask(
            [snapshot(march(2), [entry("ana")]), snapshot(march(4), [entry("ana")])],
            [up(march(1), [row("ana", true)])],
        );

        const [ana] = answers;
        assert.deepEqual(
            [ana?.name, ana?.could, ana?.through],
            ["ana", "yes", ['policy "team-payments secrets", group "team-payments": no conditions']],
        );
        assert.deepEqual([ana?.approval?.commit, ana?.approval?.approvedBy], ["01", ["ben@example.com"]]);
        assert.equal(sources.length, 3);
        assert.deepEqual(notKnown.length, 1, notKnown.join("\n"));
    });

    it("takes a record's word between two snapshots that do not agree, and does not guess without one", () => {
        const sides = [snapshot(march(2), []), snapshot(march(4), [entry("ana")])];

        assert.deepEqual(verdicts(sides, []), ["ana unclear"]);
        assert.deepEqual(verdicts(sides, [up(march(2, 9), [row("ana", true)])]), ["ana yes"]);
        assert.deepEqual(verdicts(sides, [up(march(4, 1), [row("ana", true)])]), []);
        assert.deepEqual(verdicts(sides, [up(march(4, 1), [row("ana", true)])], "ana"), ["ana no"]);
        assert.deepEqual(verdicts(sides, [up(march(2, 9), [row("ana", true)], "failed")]), ["ana unclear"]);
    });

    it("counts whoever could for a part of the day", () => {
        const lost = up(march(3, 9), [row("ana", false)]);

        assert.deepEqual(verdicts([snapshot(march(2), [entry("ana")]), snapshot(march(4), [])], [lost]), ["ana yes"]);
        assert.deepEqual(
            verdicts([snapshot(march(2), []), snapshot(march(3), [entry("ana")]), snapshot(march(4), [])], []),
            ["ana yes"],
        );
    });

    it("is unclear, and says why, where nothing earlier or nothing later is known", () => {
        const early = ask([snapshot(march(2), [entry("ana")])], []);
        const late = ask([snapshot(march(4), [entry("ana")])], []);

        assert.deepEqual(
            [early, late].map(({ answers }) => answers[0]?.could),
            ["unclear", "unclear"],
        );
        assert.match(early.notKnown.join("\n"), /there is no later one/);
        assert.match(late.notKnown.join("\n"), /no snapshot of then or earlier/);
    });

    it("knows a folder above, what it excepts, and what begins below", () => {
        const inherited = entry("ana", "teams/payments", { inheritedFrom: "teams", policy: "break-glass" });
        const below = entry("chloe", "teams/payments/prod");
        const both = [march(2), march(4)].map((taken) => snapshot(taken, [inherited, below]));

        assert.deepEqual(verdicts(both, []), ["ana yes", "chloe yes"]);
        const above = [up(march(2, 9), [row("dario", true, "teams", ["teams/payments"]), row("emma", true, "teams")])];
        const given = ask([], above);
        assert.deepEqual(
            given.answers.map(({ name, path }) => [name, path]),
            [["emma", "teams/payments"]],
        );
    });

    it("does not count who could not meet the conditions, and lists a group whose people were not seen", () => {
        const rows = [
            entry("robot", "teams/payments", { kind: "service user", canUse: false }),
            entry("x", "teams/payments", { person: null, kind: "unseen members", group: "Staff" }),
        ];
        const both = [march(2), march(4)].map((taken) =>
            snapshot(taken, rows, { incomplete: ['the members of group "Staff"'] }),
        );

        const { answers, notKnown } = ask(both, [], "ana");

        assert.deepEqual(
            answers.map(({ name, kind, could }) => [name, kind, could]),
            [["Staff", "whoever is in the group", "yes"]],
        );
        assert.match(notKnown.join("\n"), /could not see it/);
    });
});
