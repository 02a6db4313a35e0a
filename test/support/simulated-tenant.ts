import http, { type ServerResponse } from "node:http";
import pLimit from "p-limit";
import sinon from "sinon";
import { startTenant, type Tenant, type TenantSettings } from "../../tenant";
import { SimulatedTime } from "./stack/simulated-time";
import { unplug } from "./stack/unplugged-network";

/** There is one clock in a process, so one such tenant after the other. */
const oneAfterTheOther = pLimit(1);

/** Time goes on from tenant to tenant, as it does for what this process remembers. */
let beginsMs = Date.UTC(2026, 10, 24, 14, 0, 0);

/**
 * Starts a tenant, lets `act` work with it and closes it. Both live by a clock that passes only when nobody has anything
 * else to do, and reach each other without sockets: waits cost no time, and nothing depends on how busy the machine is.
 */
export function withSimulatedTenant(
    settings: Partial<TenantSettings>,
    act: (tenant: Tenant) => Promise<void>,
): Promise<void> {
    return oneAfterTheOther(() => played(settings, act));
}

async function played(settings: Partial<TenantSettings>, act: (tenant: Tenant) => Promise<void>): Promise<void> {
    const time = new SimulatedTime(beginsMs);
    const created = sinon.spy(http, "createServer");
    try {
        const tenant = await startTenant({ time, settings });
        const answering = new Set<ServerResponse>();
        const network = unplug(created.lastCall.returnValue, (_request, response, passOn) => {
            answering.add(response);
            response.once("close", () => answering.delete(response));
            passOn();
        });
        try {
            const isAnswering = () => answering.size > 0;
            await time.until(act(tenant), isAnswering, () => undefined);
        } finally {
            time.forgetWaits();
            network.cut();
            // What was just being done comes to rest before anybody else begins.
            await time.settle();
            network.end();
            await tenant.close();
        }
    } finally {
        created.restore();
        beginsMs = time.nowMs() + 3_600_000;
        time.forgetWaits();
        time.restore();
    }
}
