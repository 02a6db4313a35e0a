import type { Tenant } from "../../../tenant";
import { type SecurityPolicy, secretPrivileges } from "../../../tenant/store/opa-records";
import { consoleOf } from "./console";

/** A policy, or a part of one, as the API has it. */
// biome-ignore lint/suspicious/noExplicitAny: what a person types into the console has no type
export type Wire = any;

/** What people do to policies and groups in the console. */
export interface PolicyHand {
    /** The policy of this name, as the tenant keeps it. */
    policy(name?: string): SecurityPolicy;
    /** Reads the policy, lets it be changed and sends it whole, as the console does. */
    edit(change: (policy: Wire) => void, name?: string): Promise<void>;
    /** Creates a policy; resolves with its id. */
    add(policy: Wire): Promise<string>;
    remove(name?: string): Promise<void>;
    /** Creates a folder; resolves with its id. */
    folder(name: string, parentId: string): Promise<string>;
    removeFolder(folderId: string): Promise<void>;
    /** Creates a group; resolves with its id. */
    group(name: string): Promise<string>;
    removeGroup(name: string): Promise<void>;
    /** Gives the automation's group these roles. */
    roles(...roles: string[]): Promise<void>;
}

/** The policy that most tests are about. */
const usualName = "team-payments secrets";

/** The administrator at work on policies. */
export function policyHandOn(tenant: Tenant): PolicyHand {
    const { store } = tenant;
    const { opa, projectPath, create } = consoleOf(tenant);
    const folders = () => `${projectPath()}/secret_folders`;
    const policy = (name = usualName) => {
        const found = [...store.policies.values()].find((one) => one.name === name);
        if (!found) throw new Error(`There is no policy "${name}"`);
        return found;
    };
    return {
        policy,
        async edit(change, name) {
            const path = `/security_policy/${policy(name).id}`;
            const body = complete(await opa("GET", path));
            change(body);
            await opa("PUT", path, body);
        },
        add: (body) => create("/security_policy", body),
        remove: async (name) => void (await opa("DELETE", `/security_policy/${policy(name).id}`)),
        folder: (name, parent_folder_id) => create(folders(), { name, parent_folder_id }),
        removeFolder: async (folderId) => void (await opa("DELETE", `${folders()}/${folderId}`)),
        group: (name) => create("/groups", { name, roles: [] }),
        removeGroup: async (name) => void (await opa("DELETE", `/groups/${encodeURIComponent(name)}`)),
        roles: async (...roles) => void (await opa("PUT", "/groups/automation", { roles })),
    };
}

/** With every flag said: OPA leaves out those that are false and wants them all back. */
function complete(policy: Wire): Wire {
    for (const rule of policy.rules) {
        for (const { privilege_type, privilege_value } of rule.privileges) {
            if (privilege_type !== "secret") continue;
            for (const name of secretPrivileges) privilege_value[name] = privilege_value[name] === true;
        }
    }
    if (policy.description === undefined) policy.description = "";
    return policy;
}

/** A rule on servers, as OPA writes it. */
export const serverRule = (name: string): Wire => ({
    name,
    resource_type: "server_based_resource",
    resource_selector: {
        _type: "server_based_resource",
        selectors: [
            {
                selector_type: "server_label",
                selector: {
                    _type: "server_label",
                    server_selector: { labels: { os: "Linux" } },
                    account_selector_type: "username",
                    account_selector: { _type: "username", usernames: ["admin", "deploy"] },
                },
            },
        ],
    },
    privileges: [
        {
            privilege_type: "principal_account_ssh",
            privilege_value: { _type: "principal_account_ssh", principal_account_ssh: true },
        },
    ],
    conditions: [{ condition_type: "gateway", condition_value: { _type: "gateway", traffic_forwarding: true } }],
});

/** A rule on one folder, as OPA writes it. */
export const folderRule = (name: string, folderId: string, ...granted: string[]): Wire => ({
    name,
    resource_type: "secret_based_resource",
    resource_selector: {
        _type: "secret_based_resource",
        selectors: [
            {
                selector_type: "secret_folder",
                selector: { _type: "secret_folder", secret_folder: { id: folderId, type: "secret_folder" } },
            },
        ],
    },
    privileges: [
        {
            privilege_type: "secret",
            privilege_value: Object.fromEntries(secretPrivileges.map((one) => [one, granted.includes(one)])),
        },
    ],
});
