import assert from "node:assert/strict";
import type { Tenant } from "../../tenant";

/** Somebody who changes things by hand, through the APIs as everybody does, with rights and credentials of their own. */
export interface Administrator {
    /** Calls Okta's API; resolves with the body. */
    okta(method: string, path: string, body?: unknown): Promise<unknown>;
    /** Calls OPA's API below the team's path; resolves with the body. */
    opa(method: string, path: string, body?: unknown): Promise<unknown>;
}

/** The tenant's second identity. A call that fails fails the test. */
export function administratorOf(tenant: Tenant): Administrator {
    const { adminApiToken, adminKeyId, adminKeySecret, opaTeam } = tenant.credentials;
    const team = `${tenant.opa}/v1/teams/${opaTeam}`;
    async function bearer(): Promise<string> {
        const key = { key_id: adminKeyId, key_secret: adminKeySecret };
        const { bearer_token } = (await call("POST", `${team}/service_token`, "", key)) as { bearer_token: string };
        return `Bearer ${bearer_token}`;
    }
    return {
        okta: (method, path, body) => call(method, `${tenant.okta}${path}`, `SSWS ${adminApiToken}`, body),
        opa: async (method, path, body) => call(method, `${team}${path}`, await bearer(), body),
    };
}

async function call(method: string, url: string, authorization: string, body?: unknown): Promise<unknown> {
    const answer = await fetch(url, {
        method,
        headers: { authorization, ...(body === undefined ? {} : { "content-type": "application/json" }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    assert.ok(answer.ok, `${method} ${new URL(url).pathname}: ${answer.status} ${text}`);
    return text === "" ? undefined : JSON.parse(text);
}
