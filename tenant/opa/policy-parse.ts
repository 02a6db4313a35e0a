import type { SecurityPolicy } from "../store/opa-records";
import type { World } from "../world";
import type { FieldError } from "./errors";
import type { PolicyBody } from "./policy-body";
import { referenceErrors, referenceTo } from "./policy-references";
import { ruleErrors } from "./rule-checks";
import { parseRule } from "./rule-parse";

/** The policy as it is stored, or everything that is wrong with it. */
export function parsePolicy(body: PolicyBody, world: World): Omit<SecurityPolicy, "id" | "seq"> | FieldError[] {
    const errors = [...shapeErrors(body, world), ...ruleErrors(body, world.settings), ...referenceErrors(body, world)];
    if (errors.length > 0) return errors;
    return {
        name: body.name,
        ...typeOf(body, world),
        description: body.description ?? "",
        active: body.active,
        resourceGroupId: body.resource_group?.id ?? null,
        userGroups: (body.principals?.user_groups ?? []).map(({ id, name }) =>
            referenceTo(world, "user_group", id, name),
        ),
        workloadRoles: (body.principals?.workload_roles ?? []).map(({ id, name }) =>
            referenceTo(world, "workload_role", id, name),
        ),
        rules: body.rules.map((rule) => parseRule(rule, world)),
        ...(body.relationships ? { relationships: body.relationships } : {}),
    };
}

/** That an omitted type comes back filled in was only inferred (docs/contracts/opa-api.md 3.4). */
function typeOf({ type }: PolicyBody, { settings }: World): { type?: string } {
    if (type !== undefined) return { type };
    return settings.policyType === "filled-in" ? { type: "default" } : {};
}

function shapeErrors(body: PolicyBody, { settings }: World): FieldError[] {
    const errors: FieldError[] = [];
    if (body.rules.length === 0 && settings.emptyRules === "refused") {
        errors.push({ path: "rules", message: "At least one rule is required" });
    }
    if (body.relationships ? body.principals : !body.principals) {
        errors.push({ path: "principals", message: "Principals are required unless there are relationships" });
    }
    return errors;
}
