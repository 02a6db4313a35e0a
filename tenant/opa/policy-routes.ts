import type { Answer } from "../http/answer";
import { makePolicy } from "../store/make-opa";
import type { SecurityPolicy } from "../store/opa-records";
import type { World } from "../world";
import { requireRole } from "./access";
import { bodyOf, type OpaContext, type OpaRoute, param, team } from "./context";
import { invalid, lacking, notFound, refused } from "./errors";
import { pageOf } from "./paging";
import { type PolicyBody, policyBody } from "./policy-body";
import { parsePolicy } from "./policy-parse";
import { policyOnWire } from "./policy-wire";

const policies = `${team}/security_policy`;
const one = `${policies}/:policy`;

/** The calls about security policies. */
export const policyRoutes: readonly OpaRoute[] = [
    { method: "GET", path: policies, answer: listPolicies },
    { method: "POST", path: policies, answer: createPolicy },
    { method: "GET", path: one, answer: getPolicy },
    { method: "PUT", path: one, answer: replacePolicy },
    { method: "DELETE", path: one, answer: deletePolicy },
];

function policyOf(context: OpaContext): SecurityPolicy {
    const policy = context.world.store.policies.get(param(context, "policy"));
    if (!policy) throw notFound(context.world.settings);
    return policy;
}

/** Lists whole policies; `contains` matches name and description (docs/contracts/opa-api.md 3.1). */
function listPolicies(context: OpaContext): Answer {
    requireRole(context, "security_admin");
    const contains = (context.call.query.get("contains") ?? "").toLowerCase();
    const found = [...context.world.store.policies.values()].filter(({ name, description }) =>
        [name, description].some((text) => text.toLowerCase().includes(contains)),
    );
    return pageOf(context, found, (policy) => policyOnWire(policy, context.world));
}

function getPolicy(context: OpaContext): Answer {
    requireRole(context, "security_admin");
    return { status: 200, body: policyOnWire(policyOf(context), context.world) };
}

function createPolicy(context: OpaContext): Answer {
    const { world } = context;
    requireRole(context, "security_admin");
    const wanted = wantedBy(context, bodyOf(context, policyBody));
    requireFreeName(context, wanted.name);
    const policy = makePolicy(world.store, { ...wanted, ...pending(world) });
    return { status: world.settings.policyCreateStatus, body: policyOnWire(policy, world) };
}

/** Replaces the whole policy; a field that is left out is cleared (docs/contracts/opa-api.md 3.1). */
function replacePolicy(context: OpaContext): Answer {
    const { store, settings } = context.world;
    requireRole(context, "security_admin");
    const before = policyOf(context);
    const { id, seq, name, resourceGroupId } = before;
    const wanted = wantedBy(context, bodyOf(context, policyBody));
    if (wanted.name !== name) requireFreeName(context, wanted.name);
    if (wanted.resourceGroupId !== resourceGroupId && settings.policyResourceGroupChange === "refused") {
        throw invalid(settings, { path: "resource_group", message: "The resource group cannot be changed" });
    }
    store.policies.set(id, { id, seq, ...wanted, ...pending(context.world, before) });
    return { status: 204 };
}

/**
 * A peer's test sees the effect at once; still, a new policy may take seconds to have an effect
 * (docs/contracts/opa-api.md 6.4).
 */
function pending({ settings, clock }: World, before?: SecurityPolicy): Pick<SecurityPolicy, "pending"> {
    if (settings.policyEffectDelayMs === 0) return {};
    const untilMs = clock.nowMs() + settings.policyEffectDelayMs;
    return { pending: { untilMs, ...(before ? { before } : {}) } };
}

function deletePolicy(context: OpaContext): Answer {
    requireRole(context, "security_admin");
    context.world.store.policies.delete(policyOf(context).id);
    return { status: 204 };
}

function wantedBy({ world, caller }: OpaContext, body: PolicyBody): Omit<SecurityPolicy, "id" | "seq"> {
    // These need an Okta super admin, which no service user is (docs/contracts/opa-api.md 3.2).
    if (body.type === "okta_service_account" && !caller.isUnbound) throw lacking(world.settings, "super_admin");
    const parsed = parsePolicy(body, world);
    if (Array.isArray(parsed)) throw invalid(world.settings, ...parsed);
    return parsed;
}

function requireFreeName({ world }: OpaContext, name: string): void {
    if (world.settings.policyNames === "may-repeat") return;
    const isTaken = [...world.store.policies.values()].some((policy) => policy.name === name);
    if (isTaken) throw refused(world.settings, 409, "A security policy of this name already exists");
}
