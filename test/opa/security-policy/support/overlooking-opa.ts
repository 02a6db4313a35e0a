import type { PolicyGround } from "../../support/policy-ground";
import type { Wire } from "../../support/policy-hand";

/** An OPA that takes what it is sent for something else. */
export function overlooking(ground: PolicyGround, change: (policy: Wire) => void): void {
    ground.tamper = (send) => async (request) => {
        if (!/\/security_policy\b/.test(request.path) || request.body === undefined) return send(request);
        const body = structuredClone(request.body);
        change(body);
        return send({ ...request, body });
    };
}

/** The methods of what was written since the calls were last forgotten, by whoever is not a person. */
export const writesIn = (tenant: PolicyGround["tenant"]) =>
    tenant.requests.filter((one) => one.writes && one.by !== "administrator").map(({ method }) => method);
