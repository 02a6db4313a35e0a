import assert from "node:assert/strict";
import type { Audit } from "../../resources/audit/document";
import { oktaGroup, opaGroup, workloadRoles } from "../review/support/ground";
import { applied, inFolders, setUp } from "../review/support/played";
import { Simulation } from "../support/stack/simulation";
import { State } from "../support/stack/state";
import { auditOfFolder, liveIn } from "./support/auditing";
import { ground, type Overlap, overlaps } from "./support/overlaps";

describe("an audit", function () {
    this.timeout(120_000);
    let simulation: Simulation;
    before(async () => {
        simulation = await Simulation.start();
    });
    after(() => simulation.close());

    /** Lets `act` have the teams applied, and an audit of them as often as it asks. */
    async function inOrg(
        act: (audit: () => Promise<Audit>, repair: () => Promise<void>) => Promise<void>,
        platform = "",
    ) {
        setUp(simulation, (tenant) => {
            workloadRoles(tenant);
            oktaGroup(tenant, "OnCall", "dario", "emma");
            opaGroup(tenant, "Audit", "kira");
        });
        const { id = "" } = [...simulation.tenant.store.groups.values()].find(({ name }) => name === "OnCall") ?? {};
        await inFolders([ground(id, platform)], async ([folder = ""]) => {
            const state = new State();
            await applied(simulation, state, folder);
            await act(
                async () => auditOfFolder(folder, await liveIn(simulation)),
                () => applied(simulation, state, folder, { isRefreshed: true }),
            );
        });
    }

    it("finds nothing where all is as declared, and knows the policy of the automation as that", async () => {
        await inOrg(async (audit) => {
            const { findings, notSeen, automation, teams } = await audit();

            assert.deepEqual([findings, notSeen, teams], [[], [], 3]);
            assert.deepEqual(
                automation.map(({ policy }) => policy?.name),
                ["automation manages team folders"],
            );
        });
    });

    for (const overlap of overlaps) {
        it(`finds ${overlap.title}, and nothing else, and nothing once its remedy is done`, async () => {
            await inOrg(async (audit, repair) => {
                overlap.seed(simulation.tenant);
                const { findings, notSeen } = await audit();

                assert.deepEqual(notSeen, []);
                same(findings, overlap);
                if (overlap.remedy) overlap.remedy(simulation.tenant);
                else await repair();
                assert.deepEqual((await audit()).findings, [], "after the remedy");
            });
        });
    }
});

function same(findings: Audit["findings"], { finds }: Overlap): void {
    const told = findings.map(({ kind, what }) => `${kind}: ${what}`).join("\n");
    assert.deepEqual(findings.map(({ kind }) => kind).sort(), finds.map(([kind]) => kind).sort(), told);
    for (const [, text] of finds) assert.match(told, text);
}
