import type { ApiRequest } from "../../http/send";

/**
 * Which role or privilege OPA asks for (help.okta.com, "Privileged Access roles"; OPA's API pages, per operation), by
 * the part of the path that names the objects.
 */
const rights: readonly (readonly [RegExp, string])[] = [
    [
        /\/secret_folders?\b|\/secrets\b/,
        "the folder privilege for this by a security policy, or for a top-level folder the role resource_admin",
    ],
    [/\/security_policy\b/, "the role security_admin, or delegated_security_admin with a resource group in the policy"],
    [/\/resource_groups\b/, "the role resource_admin, or delegated_resource_admin of this resource group"],
    [/\/groups\b/, "the role pam_admin"],
];

/** The role or privilege a call needs, in words that end a sentence. */
export function rightsFor({ path }: ApiRequest): string {
    return rights.find(([place]) => place.test(path))?.[1] ?? "the OPA role this call needs";
}
