import type { Tenant } from "../../../tenant";
import type { Secret, SecretFolder } from "../../../tenant/store/opa-records";
import { consoleOf } from "./console";

/** What people do to folders and secrets in the console, named by path: "teams/payments". */
export interface ByHand {
    /** Creates a folder; resolves with its id. */
    folder(path: string, description?: string): Promise<string>;
    /** Creates a secret; resolves with its id. */
    secret(path: string): Promise<string>;
    rename(path: string, name: string): Promise<void>;
    describe(path: string, description: string | null): Promise<void>;
    /** A folder goes with everything in it. */
    remove(path: string): Promise<void>;
    /** Takes the automation out of its groups: no role, and no policy that reaches it. */
    revokeEverything(): void;
    /** Takes the role away and leaves what policies grant. */
    revokeRole(): void;
    /** Leaves of the role what delegation gives: the resource group "platform". */
    delegateRole(): void;
    /** Takes privileges out of the policy on "teams" and leaves the role. */
    revokePrivileges(...privileges: string[]): void;
    /** Asks for MFA before anything the policy on "teams" grants. */
    askForMfa(): void;
}

/** The administrator at work on a tenant as it was seeded, or what has become of it. */
export function byHandOn(tenant: Tenant): ByHand {
    const { store } = tenant;
    const { opa, projectPath, create } = consoleOf(tenant);
    const at = (path: string): SecretFolder | Secret => {
        const item = [...store.folders.values(), ...store.secrets.values()].find((one) => store.pathOf(one) === path);
        if (!item) throw new Error(`There is no ${path}`);
        return item;
    };
    const parts = (path: string) => ({ above: path.split("/").slice(0, -1).join("/"), name: path.split("/").at(-1) });
    const urlOf = (item: SecretFolder | Secret) =>
        `${projectPath()}/${store.secrets.has(item.id) ? "secrets" : "secret_folders"}/${item.id}`;
    const made = (kind: string, path: string, more: object) => {
        const { above, name } = parts(path);
        const parent = above ? { parent_folder_id: at(above).id } : {};
        return create(`${projectPath()}/${kind}`, { name, ...parent, ...more });
    };
    const rules = () => [...store.policies.values()].flatMap((policy) => policy.rules);
    const automation = () => [...store.opaGroups.values()].filter(({ name }) => name === "automation");
    return {
        folder: (path, description) => made("secret_folders", path, { description }),
        secret: (path) => made("secrets", path, { secret_jwe: "sealed" }),
        rename: async (path, name) => {
            const item = at(path);
            await opa("PUT", urlOf(item), { name, description: item.description });
        },
        describe: async (path, description) => {
            const item = at(path);
            // What clears a description is unconfirmed: a console would know.
            for (const one of description === null ? [null, ""] : [description]) {
                await opa("PUT", urlOf(item), { name: item.name, description: one });
            }
        },
        remove: async (path) => void (await opa("DELETE", urlOf(at(path)))),
        revokeEverything: () => {
            for (const group of automation()) group.members.clear();
        },
        revokeRole: () => {
            for (const group of automation()) group.roles = [];
        },
        delegateRole: () => {
            for (const group of automation()) {
                group.roles = [];
                for (const { delegatedAdminGroupIds } of store.resourceGroups.values())
                    delegatedAdminGroupIds.push(group.id);
            }
        },
        revokePrivileges: (...privileges) => {
            for (const rule of rules()) {
                for (const { flags } of rule.privileges) {
                    for (const privilege of privileges) Reflect.set(flags, privilege, false);
                }
            }
        },
        askForMfa: () => {
            const mfa = { type: "mfa", value: { re_auth_frequency_in_seconds: 1800 } } as const;
            for (const policy of store.policies.values()) {
                policy.rules = policy.rules.map((rule) => ({ ...rule, conditions: [mfa] }));
            }
        },
    };
}
