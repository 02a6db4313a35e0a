import crypto from "node:crypto";
import sinon from "sinon";
import type { Tenant } from "../../../tenant";
import { makeGroup } from "../../../tenant/store/make-okta";
import { seededMs } from "../../../tenant/store/seed";
import { Simulation } from "../../support/stack/simulation";
import { Stack } from "../../support/stack/stack-of";
import { keptConfig, keptPrograms } from "./kept-programs";

/** Makes the state of every program with the version in work, the same each time, and hands over each. */
export async function makeStates(made: (name: string, stack: Stack, tenant: Tenant) => void): Promise<void> {
    let marked = 0;
    const marks = sinon.stub(crypto, "randomUUID").callsFake(() => {
        marked += 1;
        return `00000000-0000-4000-8000-${String(marked).padStart(12, "0")}`;
    });
    const simulation = await Simulation.start();
    try {
        for (const [name, programFor] of Object.entries(keptPrograms)) {
            simulation.reset();
            const { store } = simulation.tenant;
            makeGroup(store, seededMs, { name: "Contractors", description: "Not on the payroll" });
            // Okta's search knows it.
            simulation.tenant.seedMany({});
            const stack = new Stack(simulation, undefined, undefined, keptConfig);
            // The second one sees what came of the first.
            for (const isRefreshed of [false, true]) {
                const { errors } = await stack.up(programFor(simulation.tenant), { isRefreshed });
                if (errors.length > 0) throw new Error(errors.join("\n"));
                simulation.tenant.clock.flush();
            }
            made(name, stack, simulation.tenant);
        }
    } finally {
        await simulation.close();
        marks.restore();
    }
}
