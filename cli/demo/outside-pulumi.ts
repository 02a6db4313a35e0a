import { z } from "zod";
import { CheckFailed } from "./narrate";
import type { TenantProcess } from "./tenant-process";

/** Switches a security policy off in OPA as an administrator would by hand, with a key that is not Pulumi's. */
export async function switchOffPolicy(tenant: TenantProcess, policyId: string): Promise<void> {
    const team = `${tenant.opa}/v1/teams/${tenant.opaTeam}`;
    const key = { key_id: tenant.adminKeyId, key_secret: tenant.adminKeySecret };
    const token = z.object({ bearer_token: z.string() }).parse(await call("POST", `${team}/service_token`, key));
    const address = `${team}/security_policy/${policyId}`;
    const policy = z.record(z.string(), z.unknown()).parse(await call("GET", address, undefined, token.bearer_token));
    await call("PUT", address, { ...policy, active: false }, token.bearer_token);
}

async function call(method: string, address: string, body?: unknown, token?: string): Promise<unknown> {
    const headers: Record<string, string> = { "content-type": "application/json" };
    if (token) headers["authorization"] = `Bearer ${token}`;
    const answer = await fetch(address, { method, headers, body: body === undefined ? null : JSON.stringify(body) });
    if (!answer.ok)
        throw new CheckFailed(`The tenant answers ${method} ${new URL(address).pathname} with ${answer.status}.`);
    return answer.status === 204 ? undefined : answer.json();
}
