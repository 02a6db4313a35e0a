import type { TenantSettings } from "../settings";
import type { FieldError } from "./errors";
import { named, type PolicyBody, type RuleBody } from "./policy-body";
import { conditionErrors, privilegeErrors } from "./policy-checks";

/** The errors that OPA finds in the rules of a policy. */
export function ruleErrors(body: PolicyBody, settings: TenantSettings): FieldError[] {
    const names = body.rules.map(({ name }) => name);
    return body.rules.flatMap((rule, index) => {
        const errors = [
            ...typeErrors(rule, body),
            ...selectorErrors(rule, body),
            ...mixtureErrors(rule),
            ...privilegeErrors(rule, settings),
            ...conditionErrors(rule),
        ];
        if (settings.ruleNames === "unique" && names.indexOf(rule.name) < index) {
            errors.push({ path: "name", message: `There are two rules of the name ${rule.name}` });
        }
        return errors.map((error) => ({ ...error, path: `rules.${index}.${error.path}` }));
    });
}

/**
 * One type of policy is for Okta's own accounts only, the other for everything else (docs/contracts/opa-api.md 3.2).
 */
function typeErrors({ resource_type: resourceType }: RuleBody, { type }: PolicyBody): FieldError[] {
    const isForOktaAccounts = resourceType === "okta_app_based_resource";
    if (isForOktaAccounts === (type === "okta_service_account")) return [];
    return [{ path: "resource_type", message: "The type of the policy does not allow this resource type" }];
}

function selectorErrors(rule: RuleBody, { relationships }: PolicyBody): FieldError[] {
    const path = "resource_selector";
    // Relationships set the scope of the policy; its rules then have a resource type and no selector
    // (docs/contracts/opa-api.md 3.2).
    if (relationships) return rule.resource_selector ? [{ path, message: "Not allowed with relationships" }] : [];
    if (!rule.resource_selector) return [{ path, message: "The field is required" }];
    if (rule.resource_type !== "secret_based_resource") return [];
    return rule.resource_selector.selectors.flatMap(({ selector_type: type, selector }) => {
        if (type !== "secret_folder" && type !== "secret") {
            return [{ path, message: `The selector ${type} is not for secrets` }];
        }
        return named.safeParse(selector[type]).success ? [] : [{ path, message: `${type} needs an id` }];
    });
}

/** One rule must not mix SSH and RDP (docs/contracts/opa-api.md 3.2). */
function mixtureErrors({ privileges }: RuleBody): FieldError[] {
    const isOf = (protocol: string) => privileges.some(({ privilege_type }) => privilege_type.endsWith(protocol));
    if (!isOf("_ssh") || !isOf("_rdp")) return [];
    return [{ path: "privileges", message: "SSH and RDP privileges cannot be in the same rule" }];
}
