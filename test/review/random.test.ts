import assert from "node:assert/strict";
import fc from "fast-check";
import { Simulation } from "../support/stack/simulation";
import { State } from "../support/stack/state";
import { oktaGroup, opaGroup, policyByHand, workloadRoles } from "./support/ground";
import { applied, bothSeen, inFolders, reviewed, setUp, snapshotOf } from "./support/played";
import { randomCheckouts } from "./support/random-checkout";
import { changesSeen, overlaps } from "./support/seen";
import { differences } from "./support/witness";

/** Chains of changes; each has a first `up` and then as many changes. */
const chains = Number(process.env["REVIEW_CHAINS"] ?? 4);
const changesInAChain = 9;

describe("the review of any change", function () {
    this.timeout(chains * 60_000);
    let simulation: Simulation;
    before(async () => {
        simulation = await Simulation.start();
    });
    after(() => simulation.close());

    it(`is what the tenant says before and after it, for ${chains} chains of ${changesInAChain} changes`, async () => {
        let [compared, seen, silent] = [0, 0, 0];
        const checkouts = randomCheckouts(changesInAChain + 1);
        await fc.assert(
            fc.asyncProperty(checkouts, async (files) => {
                setUp(simulation, (tenant) => {
                    workloadRoles(tenant);
                    oktaGroup(tenant, "Staff", "chloe", "dario", "ana");
                    opaGroup(tenant, "Audit", "kira", "ben", "pulumi-security");
                });
                const state = new State();
                await inFolders(files, async ([first = "", ...others]) => {
                    await applied(simulation, state, first);
                    policiesByHand(simulation);
                    let base = first;
                    for (const head of others) {
                        const before = bothSeen(simulation.tenant);
                        const live = await snapshotOf(simulation);
                        await applied(simulation, state, head);
                        const after = bothSeen(simulation.tenant);
                        const page = reviewed(base, head, live);
                        for (const overlap of overlaps) {
                            assert.deepEqual(differences(page, before[overlap], after[overlap], overlap), []);
                            const changed = changesSeen(before[overlap], after[overlap]);
                            seen += changed;
                            if (changed === 0) silent += 1;
                        }
                        assert.ok(page.rows.every(({ because }) => because.length > 0));
                        compared += 1;
                        base = head;
                    }
                });
            }),
            {
                numRuns: chains,
                endOnFailure: true,
            },
        );
        // A simulation keeps what the console says to itself.
        process.stdout.write(`${compared} changes, ${seen} rights changed in them; ${silent} times none did\n`);
        assert.ok(compared >= chains && seen > compared);
    });
});

/** Policies that no declaration has made, for groups of people, of spaces and of Okta. */
function policiesByHand({ tenant }: Simulation): void {
    const made = new Set([...tenant.store.opaGroups.values()].map(({ name }) => name));
    policyByHand(tenant, { name: "glass", groups: ["Audit"], path: "teams", may: ["secret_reveal"] });
    if (made.has("team-a")) policyByHand(tenant, { name: "for a", groups: ["team-a"], path: "teams", may: ["list"] });
    policyByHand(tenant, { name: "beside", groups: ["Audit"], path: "elsewhere", may: ["list"] });
}
