import type { PolicyRule, Reference, SecurityPolicy } from "../store/opa-records";
import type { World } from "../world";

/** A policy as the API shows it: with more fields than were sent, and without the flags that are false. */
export function policyOnWire(policy: SecurityPolicy, world: World): Record<string, unknown> {
    const { store, settings } = world;
    const resourceGroup = policy.resourceGroupId;
    const scope: Reference | undefined =
        resourceGroup === null
            ? undefined
            : { type: "resource_group", id: resourceGroup, ...nameOf(store.resourceGroups.get(resourceGroup)) };
    return {
        id: policy.id,
        name: policy.name,
        ...(policy.type === undefined ? {} : { type: policy.type }),
        ...(policy.description === "" && settings.emptyPolicyDescription === "absent"
            ? {}
            : { description: policy.description }),
        active: policy.active,
        ...(scope ? { resource_group: namedOnWire(scope, world) } : noScope[settings.teamWideScope]),
        ...(policy.relationships ? { relationships: policy.relationships } : principalsOnWire(policy, world)),
        rules: ordered(policy.rules, world).map((rule) => ruleOnWire(rule, policy, world)),
    };
}

function principalsOnWire({ userGroups, workloadRoles }: SecurityPolicy, world: World): Record<string, unknown> {
    const roles = workloadRoles.map((one) => namedOnWire(one, world));
    return {
        principals: {
            user_groups: ordered(userGroups, world).map((one) => namedOnWire(one, world)),
            ...(roles.length > 0 ? { workload_roles: roles } : nothing("workload_roles", world)),
        },
    };
}

/**
 * An absent, null or empty list means the same; how the server returns an empty one was not seen
 * (docs/contracts/opa-api.md 3.4).
 */
function nothing(name: string, { settings }: World): Record<string, unknown> {
    return { absent: {}, null: { [name]: null }, empty: { [name]: [] } }[settings.emptyConditions];
}

const noScope = { absent: {}, null: { resource_group: null } } as const;

/** The server seems to keep the order (docs/contracts/opa-api.md 3.4). */
function ordered<Item>(items: readonly Item[], { settings }: World): readonly Item[] {
    return settings.policyOrder === "kept" ? items : [...items].reverse();
}

function nameOf(object: { readonly name: string } | undefined): { name?: string } {
    return object ? { name: object.name } : {};
}

/**
 * The server fills in name and type and may add a flag; whether it marks what is missing or what is there is not known
 * (docs/contracts/opa-api.md 3.2).
 */
function namedOnWire({ type, id, name: sentName }: Reference, { store, settings }: World): Record<string, unknown> {
    const object = {
        user_group: store.opaGroups,
        secret_folder: store.folders,
        secret: store.secrets,
        resource_group: store.resourceGroups,
        workload_role: store.workloadRoles,
    }[type]?.get(id);
    const isThere =
        type === "workload_role" || (object && (!("deletedAtMs" in object) || object.deletedAtMs === undefined));
    const mark = { "true-when-dangling": !isThere, "true-when-valid": Boolean(isThere), absent: undefined };
    const missing = mark[settings.missingFlag];
    const isShown = missing === true || (missing === false && settings.falseBooleans === "kept");
    const name = object?.name ?? store.lastNames.get(id) ?? sentName;
    return { id, ...(name === undefined ? {} : { name }), type, ...(isShown ? { missing } : {}) };
}

function ruleOnWire(rule: PolicyRule, policy: SecurityPolicy, world: World): Record<string, unknown> {
    const { settings } = world;
    return {
        ...(settings.ruleIds === "present" ? { id: rule.id } : {}),
        ...(settings.ruleIds === "absent" ? {} : { security_policy_id: policy.id }),
        name: rule.name,
        resource_type: rule.resourceType,
        ...selectorOnWire(rule, policy, world),
        privileges: rule.privileges.map(({ type, flags, others }) => ({
            privilege_type: type,
            privilege_value: { _type: type, ...shown(flags, world), ...others },
        })),
        ...conditionsOnWire(rule, world),
        ...(rule.overrideCheckoutSeconds === undefined
            ? {}
            : { override_checkout_duration_in_seconds: rule.overrideCheckoutSeconds }),
    };
}

/**
 * The server may drop false flags, since the platform cannot tell them from unset; it may treat zero the same
 * (docs/contracts/opa-api.md 3.4).
 */
function shown<Value>(
    flags: Readonly<Record<string, Value>>,
    { settings }: Pick<World, "settings">,
): Readonly<Record<string, Value>> {
    const dropped = [
        ...(settings.falseBooleans === "dropped" ? [false] : []),
        ...(settings.zeroNumbers === "dropped" ? [0] : []),
    ];
    return Object.fromEntries(Object.entries(flags).filter(([, value]) => !dropped.some((one) => one === value)));
}

/** A rule of a policy with relationships has no selector (docs/contracts/opa-api.md 3.2). */
function selectorOnWire(rule: PolicyRule, { relationships }: SecurityPolicy, world: World): Record<string, unknown> {
    if (relationships) return {};
    if (rule.resourceType !== "secret_based_resource") {
        return rule.otherSelector === undefined ? {} : { resource_selector: rule.otherSelector };
    }
    const selectors = rule.targets.map((target) => ({
        selector_type: target.type,
        selector: { _type: target.type, [target.type]: namedOnWire(target, world) },
    }));
    return { resource_selector: { _type: rule.resourceType, selectors } };
}

function conditionsOnWire({ conditions }: PolicyRule, world: World): Record<string, unknown> {
    if (conditions.length === 0) return nothing("conditions", world);
    return {
        conditions: conditions.map(({ type, value }) => ({
            condition_type: type,
            condition_value: { _type: type, ...shown(value, world) },
        })),
    };
}
