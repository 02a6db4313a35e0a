import assert from "node:assert/strict";
import { scripts } from "../../package.json";
import { type Cost, measureSpaces } from "./support/spaces";

/**
 * What ten spaces may cost, as measured when it was last made less: the package's calls to both services, bytes of state a space,
 * and seconds in which nothing is waited for but our own making. A change that costs more needs a reason, and a new figure here.
 * A plan asks who is assigned to the app: one list for all spaces, a call for each 500 people. A second after a push that is new
 * or changed, by the side of everything else, OPA is asked who has arrived: one call for each.
 */
const mayCost: Readonly<Record<string, readonly [calls: number, bytes: number, ownSeconds: number]>> = {
    "first up": [93, 9_450, 1],
    preview: [11, 9_450, 0.1],
    "preview --refresh": [21, 9_450, 0.1],
    refresh: [10, 9_450, 0.1],
    "one team changed": [12, 9_450, 1.1],
    destroy: [70, 1, 0.1],
};

describe("ten spaces", () => {
    const costs: Cost[] = [];
    before(() => measureSpaces(10, "default", (cost) => costs.push(cost)));

    for (const [step, [calls, bytes, ownSeconds]] of Object.entries(mayCost)) {
        it(`take ${calls} calls for ${step}, and nobody waits for nothing`, () => {
            const cost = costs.find((one) => one.step === step);
            assert.ok(cost);
            const ours = cost.calls.oursToOkta + cost.calls.oursToOpa;
            assert.ok(ours <= calls, `${ours} calls: ${JSON.stringify(cost.ours, undefined, 2)}`);
            assert.ok(cost.stateBytes / cost.spaces <= bytes, `${cost.stateBytes / cost.spaces} bytes a space`);
            assert.ok(cost.ownSeconds <= ownSeconds, `${cost.ownSeconds} s`);
            assert.equal(cost.refused, 0);
        });
    }
});

describe("npm run bench", () => {
    it("hands its options, of how many spaces say, to the bench that has them", () => {
        // npm adds them at the end of the line.
        const last = scripts.bench.split("&&").at(-1)?.trim();

        assert.equal(last, "tsx test/bench/spaces.bench.ts --json .bench/spaces.json");
    });
});
