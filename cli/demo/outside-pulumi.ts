import { z } from "zod";
import { secretPrivileges } from "../../tenant/store/opa-records";
import { CheckFailed } from "./narrate";
import type { TenantProcess } from "./tenant-process";

/** Switches a security policy off in OPA as an administrator would by hand, with a key that is not Pulumi's. */
export async function switchOffPolicy(tenant: TenantProcess, policyId: string): Promise<void> {
    const team = `${tenant.opa}/v1/teams/${tenant.opaTeam}`;
    const key = { key_id: tenant.adminKeyId, key_secret: tenant.adminKeySecret };
    const token = z.object({ bearer_token: z.string() }).parse(await call("POST", `${team}/service_token`, key));
    const address = `${team}/security_policy/${policyId}`;
    const policy = policySchema.parse(await call("GET", address, undefined, token.bearer_token));
    await call("PUT", address, { ...policy, rules: policy.rules.map(withAllFlags), active: false }, token.bearer_token);
}

const privilegeSchema = z.looseObject({ privilege_value: z.looseObject({}) });
const ruleSchema = z.looseObject({ privileges: z.array(privilegeSchema) });
const policySchema = z.looseObject({ rules: z.array(ruleSchema) });

/** OPA's answers omit flags that are not set, but its PUT needs all of them (docs/contracts/opa-api.md 3.2). */
function withAllFlags(rule: z.infer<typeof ruleSchema>) {
    const none = Object.fromEntries(secretPrivileges.map((flag) => [flag, false]));
    const privileges = rule.privileges.map((one) => ({ ...one, privilege_value: { ...none, ...one.privilege_value } }));
    return { ...rule, privileges };
}

async function call(method: string, address: string, body?: unknown, token?: string): Promise<unknown> {
    const headers: Record<string, string> = { "content-type": "application/json" };
    if (token) headers["authorization"] = `Bearer ${token}`;
    const answer = await fetch(address, { method, headers, body: body === undefined ? null : JSON.stringify(body) });
    if (!answer.ok)
        throw new CheckFailed(`The tenant answers ${method} ${new URL(address).pathname} with ${answer.status}.`);
    return answer.status === 204 ? undefined : answer.json();
}
