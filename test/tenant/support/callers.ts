import type { Tenant } from "../../../tenant";
import { type Answered, ask, bodyOf } from "./asking";

/** Whose credentials a call carries. */
export type Who = "automation" | "resource-automation" | "security-automation" | "administrator";

/** Calls both APIs as one of the tenant's identities; no answer is an error. */
export class Caller {
    #bearer: string | undefined;

    constructor(
        readonly tenant: Tenant,
        readonly who: Who = "automation",
    ) {}

    /** Calls Okta's API. */
    okta(method: string, path: string, body?: unknown): Promise<Answered> {
        const { oktaApiToken, adminApiToken } = this.tenant.credentials;
        const token = this.who === "administrator" ? adminApiToken : oktaApiToken;
        return this.#send(method, path, `SSWS ${token}`, body);
    }

    /** Calls OPA's API, below the team's path. */
    async opa(method: string, path: string, body?: unknown): Promise<Answered> {
        this.#bearer ??= await this.token();
        return this.#send(method, this.teamPath(path), `Bearer ${this.#bearer}`, body);
    }

    /** A new bearer token for OPA. */
    async token(): Promise<string> {
        const [key_id, key_secret] = this.#key();
        const answered = await this.#send("POST", this.teamPath("/service_token"), "", { key_id, key_secret });
        return String(bodyOf(answered)?.["bearer_token"]);
    }

    /** A path of OPA's API. */
    teamPath(path: string): string {
        return `/v1/teams/${this.tenant.credentials.opaTeam}${path}`;
    }

    #key(): [id: string, secret: string] {
        const given = this.tenant.credentials;
        return {
            automation: [given.opaKeyId, given.opaKeySecret],
            "resource-automation": [given.opaResourceKeyId, given.opaResourceKeySecret],
            "security-automation": [given.opaSecurityKeyId, given.opaSecurityKeySecret],
            administrator: [given.adminKeyId, given.adminKeySecret],
        }[this.who] as [string, string];
    }

    #send(method: string, target: string, authorization: string, body: unknown): Promise<Answered> {
        const text = body === undefined ? undefined : JSON.stringify(body);
        const type = text === undefined ? { "content-length": "0" } : { "content-type": "application/json" };
        const headers = { ...(authorization ? { authorization } : {}), accept: "application/json", ...type };
        return ask(this.tenant, { method, target, headers, ...(text === undefined ? {} : { text }) });
    }
}
