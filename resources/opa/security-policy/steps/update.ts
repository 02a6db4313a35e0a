import { ApiFailure } from "../../../http/failure/api-failure";
import type { Properties } from "../../../lifecycle/declared/plain";
import { messageOf, Unfinished } from "../../../lifecycle/run/unfinished";
import { onFreshLook } from "../../../lifecycle/waiting/read-then-write";
import type { OpaConnection } from "../../connection/connect";
import { putPolicy, type SeenPolicy, seePolicy } from "../wire/calls";
import { allPolicies, readBackTogether } from "../wire/policy-list";
import { type Goal, policyToWire } from "../wire/policy-to-wire";
import type { WirePolicy } from "../wire/wire";
import { type Difference, differencesOf, inWords } from "./compare";
import { nameTaken } from "./name-taken";
import { asDeclared, outputsOf } from "./state";

/**
 * Brings a policy to what is declared: reads it, sends it whole if it differs, and reads it back. Nothing is sent when
 * nothing differs: a `PUT` can make people pass MFA again (docs/contracts/opa-api.md 3.5). OPA has no conditional write, so nothing
 * is asked between the read and the `PUT`: what somebody changes between them is lost (decisions/0015).
 */
export async function converge(opa: OpaConnection, policyId: string, goal: Goal): Promise<WirePolicy> {
    const { before, isSent } = await onFreshLook(
        opa,
        () => lookedAt(opa, policyId, goal),
        async ({ seen, body }) => {
            if (body) await put(opa, seen, goal, body);
            return { before: seen.policy, isSent: body !== undefined };
        },
    );
    // Not repeated with the rest: it compares with what was there before anything was sent.
    return isSent ? verify(opa, policyId, goal, before) : before;
}

/** The policy as it is, and what to send instead if that differs from the goal. */
async function lookedAt(opa: OpaConnection, policyId: string, goal: Goal) {
    const before = await look(opa, policyId);
    if (differencesOf(goal, before.policy).length === 0) return { seen: before };
    return { seen: before, body: policyToWire(goal, before.policy) };
}

async function put(opa: OpaConnection, seen: SeenPolicy, goal: Goal, body: unknown): Promise<void> {
    try {
        await putPolicy(opa, seen, body);
    } catch (failure) {
        if (failure instanceof ApiFailure && failure.kind === "conflict") {
            throw new Error(await nameTaken(opa, goal, seen.policy.id, failure));
        }
        const isScopeChange = seen.policy.resource_group?.id !== goal.resolved.resourceGroupId;
        if (!isScopeChange || !(failure instanceof ApiFailure) || failure.kind !== "rejected") throw failure;
        throw new Error(
            `${failure.message} OPA may not allow changing a policy's resource group: then run \`pulumi destroy --target\` with this ` +
                "policy's URN, which `pulumi stack --show-urns` shows, and then `pulumi up`: the policy is deleted and created " +
                "anew, and in between nobody has access through it.",
        );
    } finally {
        allPolicies.renew(opa);
    }
}

/**
 * Reads back what was written: OPA ignores what it does not know, and once applied a policy to every resource group that
 * way (okta/terraform-provider-oktapam#160), and somebody else's write may have come after. One that granted nothing before is
 * deactivated again.
 */
export async function verify(
    opa: OpaConnection,
    policyId: string,
    goal: Goal,
    before: WirePolicy | undefined,
): Promise<WirePolicy> {
    const differencesTo = (now: WirePolicy) => [...differencesOf(goal, now), ...lost(before, now, goal)];
    const shared = await readBackTogether(opa, policyId);
    if (shared && differencesTo(shared.policy).length === 0) return shared.policy;
    const after = shared && !shared.isListed ? shared.policy : (await look(opa, policyId)).policy;
    const differences = differencesTo(after);
    if (differences.length === 0) return after;
    const grantsMore = before?.active !== true && after.active === true && differences.some(isAboutAccess);
    const end = grantsMore
        ? await deactivate(opa, policyId, goal, after)
        : { said: "Deactivate it if it grants too much.", now: after };
    const said =
        `OPA accepted security policy "${goal.declared.name}" (${policyId}), but it is not what was sent: ${inWords(differences)}. ` +
        "OPA has not applied all of it, or somebody has changed it since. Check the policy in the OPA console. " +
        end.said;
    throw new Unfinished(policyId, await outputsNow(opa, goal, end.now), new Error(said));
}

/** State keeps what is there; where even that cannot be read, what was declared. */
async function outputsNow(opa: OpaConnection, { declared, resolved }: Goal, now: WirePolicy): Promise<Properties> {
    const earlier = { ...declared, resourceGroupId: resolved.resourceGroupId };
    try {
        return (await asDeclared(opa, now, earlier)).outputs;
    } catch {
        return outputsOf(declared, now, []);
    }
}

const isAboutAccess = ({ property }: Difference): boolean => property !== "name" && property !== "description";

/** Rules on other things that should have been kept and were not. */
function lost(before: WirePolicy | undefined, after: WirePolicy, goal: Goal): Difference[] {
    const kept = (policyToWire(goal, before)["rules"] as readonly { name: string }[]).map(({ name }) => name);
    const there = (after.rules ?? []).map(({ name }) => name);
    const declared = goal.declared.rules.map(({ name }) => name);
    return kept
        .filter((name) => !there.includes(name) && !declared.includes(name))
        .map((name) => ({ property: "rules", said: `rule "${name}" should have been kept but is gone` }));
}

/**
 * Deactivates a policy and resolves with what happened. A failure to deactivate becomes part of the message instead of an error:
 * the reason for trying matters more.
 */
async function deactivate(opa: OpaConnection, policyId: string, goal: Goal, policy: WirePolicy) {
    const inactive = { ...goal, declared: { ...goal.declared, active: false } };
    try {
        await onFreshLook(
            opa,
            () => look(opa, policyId),
            (live) => putPolicy(opa, live, policyToWire(inactive, live.policy)),
        );
        const { policy: now } = await look(opa, policyId);
        if (now.active !== true) return { said: "It was deactivated, so it grants nothing.", now };
        return { said: "It is active and could not be deactivated: deactivate it at once.", now };
    } catch (failure) {
        return {
            said: `It is active and could not be deactivated: deactivate it at once. ${messageOf(failure)}`,
            now: policy,
        };
    } finally {
        allPolicies.renew(opa);
    }
}

async function look(opa: OpaConnection, policyId: string): Promise<SeenPolicy> {
    const live = await seePolicy(opa, policyId);
    if (live) return live;
    throw new Error(
        `Security policy ${policyId} cannot be read: OPA answers 404. Run \`pulumi refresh\` to find out whether it is gone.`,
    );
}
