import assert from "node:assert/strict";
import { auditOf } from "../../../resources/audit/audit-of";
import type { Audit } from "../../../resources/audit/document";
import { type Live, look } from "../../../resources/audit/look";
import { usualConditions } from "../../../resources/http/connect";
import { openOkta } from "../../../resources/okta/connection/connect";
import { readCheckout } from "../../../resources/review/checkout/read-checkout";
import type { OtherCredentials, Tamper } from "../../opa/support/connected";
import { connected } from "../../opa/support/connected";
import type { Simulation } from "../../support/stack/simulation";

export interface Look {
    readonly isWithOkta?: boolean;
    readonly tamper?: Tamper;
    readonly as?: OtherCredentials;
}

/** What lives in the simulated organisation. */
export async function liveIn(
    simulation: Simulation,
    { isWithOkta = true, tamper = (send) => send, as = {} }: Look = {},
): Promise<Live> {
    const { tenant } = simulation;
    const quiet = { ...usualConditions({}), say: () => undefined };
    const credential = { type: "api-token" as const, apiToken: tenant.credentials.oktaApiToken };
    const live = await simulation.inProcess(undefined, () => {
        const connect = () => connected(tenant, tamper, as, {});
        const okta = isWithOkta ? openOkta({ origin: tenant.okta, credential }, quiet) : undefined;
        return look({ okta, resource: connect(), security: connect() });
    });
    assert.ok(live !== "killed");
    return live;
}

/** The audit of a checkout. */
export function auditOfFolder(folder: string, live: Live): Audit {
    const { declared, mistakes } = readCheckout(folder, { teams: "teams", stack: "dev" });
    assert.deepEqual(mistakes, []);
    return auditOf({ declared, ...live, project: "scratch", stack: "dev", nowMs: Date.UTC(2026, 10, 25) });
}
