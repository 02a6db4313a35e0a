import { type SecretPrivilege, secretPrivileges } from "../../../tenant/store/opa-records";

/** A body as it is sent. */
export type Wire = Readonly<Record<string, unknown>>;

/** The eight flags of a privilege on secrets, these ones true. */
export function flags(...granted: readonly SecretPrivilege[]): Wire {
    const entries = secretPrivileges.map((name): [string, boolean] => [name, granted.includes(name)]);
    return { _type: "secret", ...Object.fromEntries(entries) };
}

/** A rule on a secret folder. */
export function ruleOn(folderId: string, granted: readonly SecretPrivilege[], more: Wire = {}): Wire {
    const selector = { _type: "secret_folder", secret_folder: { id: folderId } };
    return {
        name: "folder",
        resource_type: "secret_based_resource",
        resource_selector: {
            _type: "secret_based_resource",
            selectors: [{ selector_type: "secret_folder", selector }],
        },
        privileges: [{ privilege_type: "secret", privilege_value: flags(...granted) }],
        ...more,
    };
}

/** A policy that gives groups rules. */
export function policyFor(groupIds: readonly string[], rules: readonly Wire[], more: Wire = {}): Wire {
    const user_groups = groupIds.map((id) => ({ id }));
    return { name: "policy", active: true, principals: { user_groups }, rules, ...more };
}

/** Conditions that no service user can meet. */
export const conditions = {
    mfa: {
        condition_type: "mfa",
        condition_value: { _type: "mfa", re_auth_frequency_in_seconds: 3600, acr_values: "urn:okta:loa:2fa:any" },
    },
    accessRequest: {
        condition_type: "access_request",
        condition_value: {
            _type: "access_request",
            request_type_id: "65f0c0ffee1234567890abcd",
            request_type_name: "Secrets approval",
            expires_after_seconds: 1800,
        },
    },
} as const;
