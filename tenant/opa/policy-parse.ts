import type { PolicyRule, Reference, SecurityPolicy } from "../store/opa-records";
import type { Store } from "../store/store";
import type { World } from "../world";
import type { FieldError } from "./errors";
import type { PolicyBody, RuleBody } from "./policy-body";
import { ruleErrors } from "./rule-checks";

/** What is stored of a policy, or everything that is wrong with it. */
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
            reference(world, "user_group", id, name),
        ),
        workloadRoles: (body.principals?.workload_roles ?? []).map(({ id, name }) =>
            reference(world, "workload_role", id, name),
        ),
        rules: body.rules.map((rule) => parseRule(rule, world)),
        ...(body.relationships ? { relationships: body.relationships } : {}),
    };
}

/** Contracts: whether an omitted type comes back filled in is inferred only. */
function typeOf({ type }: PolicyBody, { settings }: World): { type?: string } {
    if (type !== undefined) return { type };
    return settings.policyType === "filled-in" ? { type: "default" } : {};
}

function parseRule(rule: RuleBody, world: World): PolicyRule {
    const isOnSecrets = rule.resource_type === "secret_based_resource";
    const override = rule.override_checkout_duration_in_seconds;
    return {
        id: world.store.ids.opa(),
        name: rule.name,
        resourceType: rule.resource_type,
        targets: isOnSecrets ? targetsOf(rule, world) : [],
        ...(isOnSecrets ? {} : { otherSelector: rule.resource_selector }),
        privileges: rule.privileges.map(({ privilege_type: type, privilege_value: value }) =>
            parsePrivilege(type, value),
        ),
        conditions: (rule.conditions ?? []).map(({ condition_type: type, condition_value: { _type, ...value } }) => ({
            type,
            value,
        })),
        ...(override === undefined ? {} : { overrideCheckoutSeconds: override }),
    };
}

function parsePrivilege(type: string, { _type, ...value }: Record<string, unknown>): PolicyRule["privileges"][number] {
    const entries = Object.entries(value);
    const flags = Object.fromEntries(
        entries.filter((entry): entry is [string, boolean] => typeof entry[1] === "boolean"),
    );
    const others = Object.fromEntries(entries.filter(([, one]) => typeof one !== "boolean"));
    return { type, flags, ...(Object.keys(others).length > 0 ? { others } : {}) };
}

function targetsOf(rule: RuleBody, world: World): Reference[] {
    return (rule.resource_selector?.selectors ?? []).map(({ selector_type: type, selector }) => {
        const { id, name } = (selector[type] ?? {}) as { id?: string; name?: string };
        return reference(world, type, id ?? "", name);
    });
}

/** Keeps the name the object has, or the one that was sent for an object that is not there. */
function reference({ store }: World, type: string, id: string, sent: string | undefined): Reference {
    const object = { user_group: store.opaGroups, secret_folder: store.folders, secret: store.secrets }[type]?.get(id);
    const name = object?.name ?? sent;
    return { type, id, ...(name === undefined ? {} : { name }) };
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

function referenceErrors(body: PolicyBody, world: World): FieldError[] {
    const groups = body.principals?.user_groups ?? [];
    const everyone = groups
        .filter(({ id, name }) => (world.store.opaGroups.get(id)?.name ?? name) === "everyone")
        .map(() => ({
            path: "principals.user_groups",
            message: "You may not add 'everyone' group as a principal",
        }));
    return world.settings.unknownReference === "accepted" ? everyone : [...everyone, ...danglingIn(body, world.store)];
}

/** What the policy names and is not there; a group that was deleted counts as not there. */
function danglingIn(body: PolicyBody, store: Store): FieldError[] {
    const groups = (body.principals?.user_groups ?? []).filter(({ id }) => {
        const group = store.opaGroups.get(id);
        return !group || group.deletedAtMs !== undefined;
    });
    const scope = body.resource_group && !store.resourceGroups.has(body.resource_group.id) ? [body.resource_group] : [];
    const targets = body.rules
        .filter((rule) => rule.resource_type === "secret_based_resource")
        .flatMap((rule) => rule.resource_selector?.selectors ?? [])
        .map(({ selector_type: type, selector }) => ({ type, id: (selector[type] as { id?: string } | undefined)?.id }))
        .filter(({ type, id = "" }) => !(type === "secret_folder" ? store.folders : store.secrets).has(id));
    return [
        ...groups.map(({ id }) => unknown("principals.user_groups", id)),
        ...scope.map(({ id }) => unknown("resource_group", id)),
        ...targets.map(({ id }) => unknown("rules.resource_selector", id ?? "")),
    ];
}

function unknown(path: string, id: string): FieldError {
    return { path, message: `There is no object with the id ${id}` };
}
