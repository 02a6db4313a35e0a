import assert from "node:assert/strict";
import { Simulation } from "../support/stack/simulation";
import { golden, keepGolden } from "./support/golden";
import { kinds } from "./support/kinds";
import { inLines } from "./support/lines";
import { checkout, played } from "./support/played";
import { changesSeen, overlaps } from "./support/seen";
import { differences } from "./support/witness";

describe("the review of a change, against what the tenant says before and after it", function () {
    this.timeout(120_000);
    let simulation: Simulation;
    before(async () => {
        simulation = await Simulation.start();
    });
    after(async () => {
        await simulation.close();
        keepGolden();
    });

    for (const { title, base, head, ...kind } of kinds) {
        it(title, async () => {
            const change = { ...kind, base: checkout(...base), head: checkout(...head) };
            const { page, before, after } = await played(simulation, change);

            for (const overlap of overlaps) {
                const [was, is] = [before[overlap], after[overlap]];
                assert.deepEqual(differences(page, was, is, overlap, kind.unknown), []);
                const isSilent = [true, overlap].includes(kind.isSilent ?? false);
                assert.equal(changesSeen(was, is) === 0, isSilent, "what the tenant sees change");
            }
            assert.deepEqual(
                page.rows.filter((row) => row.because.length === 0),
                [],
            );
            assert.deepEqual(inLines(page), golden(title, inLines(page)));
        });
    }

    it("would not pass with a row about somebody, something or somewhere that there is not", async () => {
        const [base, head] = [["ana"], ["ana", "emma"]].map((names) =>
            checkout({ "a/payments": `members: [${names.map((name) => `${name}@example.com`).join(", ")}]\n` }),
        );
        assert.ok(base && head);
        const { page, before, after } = await played(simulation, { base, head });
        const [was, is] = [before["each-its-own"], after["each-its-own"]];
        const [row] = page.rows;
        assert.ok(row);
        const but = (more: object) =>
            differences({ ...page, rows: [...page.rows, { ...row, ...more }] }, was, is, "each-its-own").length > 0;
        const own = { people: ["stranger@example.com"] };

        const found = {
            person: but(own),
            "service user": but({ people: [], serviceUsers: ["robot"] }),
            group: but({ people: [], groups: [{ name: "Strangers", members: null }] }),
            "workload role": but({ people: [], workloadRoles: [{ id: "r", name: "r" }] }),
            nobody: but({ people: [] }),
            folder: but({ path: "teams/nowhere" }),
            project: but({ project: "other" }),
            exception: but({ people: ["kira@example.com"], except: ["teams/payments/nowhere"] }),
            "no change": but({ people: ["kira@example.com"], path: "elsewhere" }),
            privilege: but({ people: [], after: [{ privileges: ["teleport"], ways: [[]] }] }),
        };

        assert.deepEqual(differences(page, was, is, "each-its-own"), []);
        assert.deepEqual(
            Object.entries(found).flatMap(([what, isFound]) => (isFound ? [] : [what])),
            [],
        );
    });
});
