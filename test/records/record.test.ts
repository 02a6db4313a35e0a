import assert from "node:assert/strict";
import { changeFrom, recordText, type UpRecord } from "../../resources/records/document";
import { recordsIn } from "../../resources/records/read-records";
import { recordOf, type Told } from "../../resources/records/record-of";
import { reviewText } from "../../resources/review/page/document";
import { checkout, inFolders, reviewed } from "../review/support/played";

const told: Told = {
    time: "2027-03-03T10:00:00.000Z",
    stack: undefined,
    commit: "9f8e7d",
    actor: "deploy",
    pullRequest: "17",
    result: "succeeded",
    approved: undefined,
    approvedBy: [],
    change: undefined,
    writes: "",
};

describe("the record of an up", () => {
    const team = (...people: string[]) => `members: [${people.join(", ")}]\n`;

    it("keeps the table of the review, and tells whether its hash is the approved one", async () => {
        const sides = ["ana@example.com", "emma@example.com"].map((login) => checkout({ "a/payments": team(login) }));
        const page = await inFolders(sides, async ([base = "", head = ""]) => reviewed(base, head, undefined));
        const change = changeFrom(reviewText(page));

        const { table, rows } = page;
        const right = recordOf({ ...told, change, approved: table, approvedBy: ["ben"] });
        const wrong = recordOf({ ...told, change, approved: "access:77ab02" });

        assert.deepEqual([right.change?.table, right.change?.rows], [table, rows]);
        assert.deepEqual([right.isApprovedTable, wrong.isApprovedTable], [true, false]);
        assert.deepEqual(right.notSeen, [
            "writes of the Okta plugin: groups and who is in them. Okta's System Log has them.",
        ]);
    });

    it("is made whatever is missing, and says what", () => {
        const { change, writes, notSeen } = recordOf({ ...told, result: "failed", writes: undefined });

        assert.deepEqual([change, writes], [null, []]);
        assert.match(notSeen.join("\n"), /what the run wrote: there is no file of writes\..*\n.*no table of/s);
    });

    it("is one line whatever names hold, and is read back as it was", () => {
        const odd = recordOf({ ...told, actor: "a\nb\u{1b}[2J\u2028", approvedBy: ['"}'] });

        const line = recordText(odd);

        assert.deepEqual(
            ["\n", "\u{1b}", "\u2028"].filter((one) => line.includes(one)),
            [],
        );
        assert.deepEqual(recordsIn(`${line}\n`, "r").records, [odd]);
    });
});

describe("a file of records", () => {
    const line = (commit: string, time: string): string => recordText(recordOf({ ...told, commit, time }));
    const commits = (records: readonly UpRecord[]) => records.map(({ commit }) => commit);

    it("is read in order of time although lines are cut off, at its end and before another one", () => {
        const [first, second, third] = [
            line("1", "2027-03-01T10:00:00Z"),
            line("2", "2027-03-02T10:00:00Z"),
            line("3", "2027-03-03T10:00:00Z"),
        ];

        for (let at = 1; at < second.length; at += 7) {
            const glued = recordsIn(`${third}\n${second.slice(0, at)}${first}\n`, "r.jsonl");
            const torn = recordsIn(`${first}\n${third}\n${second.slice(0, at)}`, "r.jsonl");

            assert.deepEqual(commits(glued.records), ["1", "3"], `cut after ${at}`);
            assert.deepEqual(commits(torn.records), ["1", "3"], `cut after ${at}`);
            assert.match(glued.notRead.join(), /^r\.jsonl, line 2: is cut off/);
            assert.match(torn.notRead.join(), /^r\.jsonl, line 3: is cut off/);
        }
    });

    it("tells lines that are no records", () => {
        const { records, notRead } = recordsIn(`{"format":2}\n\n${line("1", "2027-03-01T10:00:00Z")}`, "r.jsonl");

        assert.deepEqual(commits(records), ["1"]);
        assert.deepEqual(notRead, ["r.jsonl, line 1: is no record that this version knows."]);
    });
});
