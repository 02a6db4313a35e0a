import fc from "fast-check";
import { propertyPath, propertySeed } from "../support/property-seed";
import { Simulation } from "../support/stack/simulation";
import { sequence } from "./support/events";
import { Play } from "./support/play";

/** As many as two idle cores play in half a minute; SWEEP=all plays more, SWEEP_SEQUENCES as many as it says. */
const numRuns = Number(process.env["SWEEP_SEQUENCES"] ?? (process.env["SWEEP"] === "all" ? 2000 : 40));

describe("whatever happens to a program of spaces", function () {
    this.timeout(7_200_000);
    let simulation: Simulation;
    before(async () => {
        simulation = await Simulation.start();
    });
    after(() => simulation.close());

    it(`loses nothing, widens nothing, and is made good in the end (${numRuns} sequences, seed ${propertySeed})`, async () => {
        await fc.assert(
            fc.asyncProperty(sequence, async (events) => {
                const play = new Play(simulation);
                for (const event of events) await play.take(event);
                await play.settle();
            }),
            { numRuns, ...propertyPath },
        );
    });
});
