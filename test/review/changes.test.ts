import assert from "node:assert/strict";
import { Simulation } from "../support/stack/simulation";
import { golden, keepGolden } from "./support/golden";
import { kinds } from "./support/kinds";
import { inLines } from "./support/lines";
import { checkout, played } from "./support/played";
import { changesSeen, differences, overlaps } from "./support/witness";

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
});
