import assert from "node:assert/strict";
import type { Tenant } from "../../../tenant";

type Body = Readonly<Record<string, unknown>>;

/** The privileges on secrets; a policy has to mention all of them. */
export const secretPrivileges = [
    "list",
    "folder_create",
    "folder_update",
    "folder_delete",
    "secret_create",
    "secret_update",
    "secret_reveal",
    "secret_delete",
] as const;

/** The calls that make a team's space, one by one, with the automation's credentials. What makes something tells its id. */
export class SpaceByHand {
    #bearer = "";

    constructor(private readonly tenant: Tenant) {}

    /** Makes an Okta group with the users of these logins. */
    async makeGroup(name: string, logins: readonly string[], description = ""): Promise<string> {
        const { id } = await this.#okta("POST", "/api/v1/groups", { profile: { name, description } });
        for (const login of logins) {
            const user = this.tenant.store.userWithLogin(login);
            await this.#okta("PUT", `/api/v1/groups/${id}/users/${user?.id}`);
        }
        return String(id);
    }

    /** Reads an Okta group. */
    readGroup(groupId: string): Promise<Body> {
        return this.#okta("GET", `/api/v1/groups/${groupId}`);
    }

    /** Pushes an Okta group to OPA under this name. */
    async push(sourceGroupId: string, targetGroupName: string): Promise<string> {
        const { id } = await this.#okta("POST", this.#mappings(), { sourceGroupId, targetGroupName });
        return String(id);
    }

    /** Switches a push off. */
    stopPush(mappingId: string): Promise<Body> {
        return this.#okta("PATCH", `${this.#mappings()}/${mappingId}`, { status: "INACTIVE" });
    }

    /** Makes a folder in the folder of this name. */
    async makeFolder(name: string, parentName: string, description: string | null = null): Promise<string> {
        const parent = [...this.tenant.store.folders.values()].find((folder) => folder.name === parentName);
        const path = `/resource_groups/${parent?.resourceGroupId}/projects/${parent?.projectId}/secret_folders`;
        const { id } = await this.#opa("POST", path, { name, description, parent_folder_id: parent?.id });
        return String(id);
    }

    /** Allows an OPA group these privileges in a folder. */
    async allow(
        groupName: string,
        folderId: string,
        granted: readonly string[],
        name = `${groupName} secrets`,
        conditions: readonly Body[] = [],
    ) {
        const folder = this.tenant.store.folders.get(folderId);
        const group = await this.#opa("GET", `/groups/${encodeURIComponent(groupName)}`);
        const { id } = await this.#opa("POST", "/security_policy", {
            name,
            active: true,
            resource_group: { id: folder?.resourceGroupId },
            principals: { user_groups: [{ id: group["id"] }] },
            rules: [{ ...ruleOn(folderId, granted), conditions }],
        });
        return String(id);
    }

    /** Switches a policy off; all else in it stays. */
    async switchOff(policyId: string): Promise<void> {
        const path = `/security_policy/${policyId}`;
        await this.#opa("PUT", path, { ...(await this.#opa("GET", path)), active: false });
    }

    #mappings(): string {
        return `/api/v1/apps/${this.tenant.opaAppId}/group-push/mappings`;
    }

    #okta(method: string, path: string, body?: Body): Promise<Body> {
        return send(method, `${this.tenant.okta}${path}`, `SSWS ${this.tenant.credentials.oktaApiToken}`, body);
    }

    async #opa(method: string, path: string, body?: Body): Promise<Body> {
        const { opaTeam, opaKeyId, opaKeySecret } = this.tenant.credentials;
        const team = `${this.tenant.opa}/v1/teams/${opaTeam}`;
        const key = { key_id: opaKeyId, key_secret: opaKeySecret };
        this.#bearer ||= `Bearer ${(await send("POST", `${team}/service_token`, "", key))["bearer_token"]}`;
        return send(method, `${team}${path}`, this.#bearer, body);
    }
}

function ruleOn(folderId: string, granted: readonly string[]): Body {
    const flags = Object.fromEntries(secretPrivileges.map((name) => [name, granted.includes(name)]));
    const selector = { selector_type: "secret_folder", selector: { secret_folder: { id: folderId } } };
    return {
        name: "folder",
        resource_type: "secret_based_resource",
        resource_selector: { selectors: [selector] },
        privileges: [{ privilege_type: "secret", privilege_value: flags }],
    };
}

/** Sends a call that must succeed; resolves with the body, empty when there is none. */
async function send(method: string, url: string, authorization: string, body?: Body): Promise<Body> {
    const answer = await fetch(url, {
        method,
        headers: { authorization, ...(body ? { "content-type": "application/json" } : {}) },
        ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const text = await answer.text();
    assert.ok(answer.ok, `${method} ${url}: ${answer.status} ${text}`);
    return text === "" ? {} : JSON.parse(text);
}
