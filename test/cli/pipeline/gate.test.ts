import assert from "node:assert/strict";
import { type Found, judge } from "../../../cli/pipeline/gate";
import type { Drift, DriftedObject } from "../../../resources/drift/document";
import { type PlannedObject, planHash } from "../../../resources/drift/planned-rights";
import type { Caused } from "../../../resources/review/approval/caused";

const spot = { resourceGroup: "platform", project: "team-secrets", path: "teams/cards" };
const right = (who: string): Caused["rights"][number] => ({
    ...{ kind: "person", who, ...spot, except: [], privilege: "secret_reveal", before: null, after: [[]] },
    overlap: "each-its-own",
});
const rows = (...people: string[]): Caused => ({ rights: people.map(right), irreversible: [] });

const reveal = { who: "team-cards", what: "secret_reveal", where: "teams/cards", conditions: "" };
const object = (name: string, more: Partial<PlannedObject> = {}): PlannedObject => ({
    ...{ urn: `urn::${name}`, name, team: "cards", op: "update", gains: [], losses: [], isKnown: true },
    ...more,
});
const drift = (...names: string[]): Drift => ({
    ...{ format: 1, planned: [], pushDifferences: [], unknown: [] },
    objects: names.map(
        (name): DriftedObject => ({
            ...{ urn: `urn::${name}`, name, type: "", team: "cards", what: "changed", properties: [], next: "update" },
            ...{ gains: [reveal], losses: [], by: { events: [], note: "not known" } },
        }),
    ),
});

const found = (more: Partial<Found> = {}): Found => ({
    ...{ approved: rows("ana", "ben"), now: rows("ana", "ben"), changed: new Set(["cards"]), outside: new Set() },
    ...{ planned: [object("cards-policy", { gains: [reveal] })], restoring: [], drift: drift() },
    seen: new Set(["urn::cards-policy", "urn::search-policy"]),
    ...{ planApproved: undefined, failures: [], frozen: [], unlooked: [] },
    ...more,
});

/** "go", or why not, and what it says. */
function judged(more: Partial<Found>): readonly [string, string] {
    const judgement = judge(found(more));
    return judgement.go
        ? [judgement.isRestoring ? "restore" : "go", ""]
        : [judgement.why, judgement.reasons.join("\n")];
}

describe("between approval and run, a pipeline", () => {
    it("goes on with what was approved, or less", () => {
        assert.deepEqual(judged({}), ["go", ""]);
        assert.deepEqual(judged({ now: rows("ana") }), ["go", ""]);
        assert.deepEqual(judged({ now: rows(), planned: [], changed: new Set() }), ["go", ""]);
    });

    it("refuses a row that nobody approved, and says which", () => {
        const [why, said] = judged({ now: rows("ana", "hugo") });

        assert.equal(why, "refused");
        assert.match(said, /person "hugo", reveal in "teams\/cards": nothing → no conditions\n/);
        assert.doesNotMatch(said, /"ana"/);
        assert.match(said, /Approve that\.$/);
    });

    it("leaves what a hand changed elsewhere", () => {
        assert.deepEqual(judged({ drift: drift("search-policy") }), ["go", ""]);
    });

    it("refuses to undo what a hand did to what it changes, unless exactly that is approved", () => {
        const restoring = [object("cards-policy", { gains: [reveal] })];
        // State does not know that the hand took reveal away.
        const planned = [object("cards-policy", { losses: [reveal] })];
        const touched = { drift: drift("cards-policy"), planned, restoring };
        const [why, said] = judged(touched);

        assert.equal(why, "refused");
        assert.match(said, /gives "team-cards" secret_reveal in "teams\/cards"/);
        assert.ok(said.includes(`plan = ${planHash(restoring)}`));
        assert.deepEqual(judged({ ...touched, planApproved: planHash(restoring) }), ["restore", ""]);
        const other = judged({ ...touched, restoring: [...restoring, object("x")], planApproved: planHash(restoring) });
        assert.equal(other[0], "refused");
        assert.ok(other[1].includes(`plan = ${planHash([...restoring, object("x")])}`));
    });

    it("refuses rows that nobody approved also where a plan is", () => {
        assert.equal(judged({ now: rows("hugo"), planApproved: planHash([]) })[0], "refused");
    });

    it("refuses to change the access of teams of which the change says nothing, and goes on where only texts change", () => {
        const other = (more: Partial<PlannedObject>) => ({
            planned: [object("search-policy", { team: "search", ...more })],
        });

        assert.deepEqual(judged(other({})), ["go", ""]);
        assert.equal(judged(other({ gains: [reveal] }))[0], "refused");
        assert.equal(judged(other({ losses: [reveal] }))[0], "refused");
        assert.equal(judged(other({ isKnown: false }))[0], "refused");
    });

    it("refuses to change a team that no pipeline has applied, whatever the page says", () => {
        assert.equal(judged({ outside: new Set(["cards"]) })[0], "refused");
    });

    it("cannot tell where a preview failed, whatever it showed until then", () => {
        assert.deepEqual(judged({ failures: ["503 Service Unavailable"] }), ["not-known", "503 Service Unavailable"]);
    });

    it("waits while the stack is frozen, and says how it can go on", () => {
        const [why, said] = judged({ frozen: ["Frozen: gains until …"] });

        assert.equal(why, "frozen");
        assert.match(said, /^Frozen: gains until …\nRun this job again when the freeze is over/);
    });

    it("goes on where something could not be looked at that it does not change, but sets nothing right then", () => {
        const blind = { unlooked: ["403 Forbidden"] };

        assert.deepEqual(judged(blind), ["go", ""]);
        const [why, said] = judged({ ...blind, planApproved: planHash([]) });
        assert.equal(why, "not-known");
        assert.match(said, /^403 Forbidden\nA run that sets everything right must look at everything/);
    });

    it("cannot tell where an object that it would change was not looked at", () => {
        const [why, said] = judged({ seen: new Set(), unlooked: ["403 Forbidden"] });

        assert.equal(why, "not-known");
        assert.match(said, /"cards-policy"[\s\S]*403 Forbidden/);
        // The engine looks at nothing that goes.
        assert.deepEqual(judged({ seen: new Set(), planned: [object("cards-policy", { op: "delete" })] }), ["go", ""]);
        assert.deepEqual(judged({ seen: new Set(), planned: [object("new", { op: "create", gains: [reveal] })] }), [
            "go",
            "",
        ]);
    });
});
