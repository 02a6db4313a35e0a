import { say } from "../../http/output/say";
import { checked } from "../../lifecycle/declared/check";
import type { Properties } from "../../lifecycle/declared/plain";
import type { Showing, Shows } from "../../lifecycle/declared/whole";
import { differences } from "../../lifecycle/diff";
import type { Kind, Verdict } from "../../lifecycle/kind";
import { isNotFound } from "../../lifecycle/not-found";
import { existingIdIn, lookedAtExisting } from "../../lifecycle/run/existing";
import { asInputs, isAnothers, type Mark, markIn, noting, resourceSaid, settled } from "../../lifecycle/run/owner-mark";
import { sayIfUnmarked } from "../../lifecycle/run/take-over";
import { keeping } from "../../lifecycle/run/unfinished";
import { onFreshLook } from "../../lifecycle/waiting/read-then-write";
import type { OpaConnection } from "../connection/connect";
import type { DeclaredAccessRequest, DeclaredMfa } from "./declared/condition";
import { effects, isSame } from "./declared/effects";
import type { DeclaredPrincipals } from "./declared/principal-schema";
import type { DeclaredRule } from "./declared/rule-schema";
import { type Declared, declaredSchema, scopeMistakes, workloadMistakes } from "./declared/schema";
import type {
    AccessRequestCondition,
    AppliedPolicyRule,
    AppliedPrincipals,
    MfaCondition,
    OpaSecurityPolicy,
    OpaSecurityPolicyArgs,
    PolicyPrincipals,
    PolicyRule,
} from "./opa-security-policy";
import { establish } from "./steps/create";
import { requireExisting, takeOver } from "./steps/existing";
import { mustBeProvenGone } from "./steps/gone";
import { warnOfLoose } from "./steps/loose-ends";
import { refuseLoss } from "./steps/loss";
import { stillPinned } from "./steps/pinned-group";
import { type Connections, resolve } from "./steps/resolve";
import { asDeclared, outputsOf, rulesOf } from "./steps/state";
import { converge, verify } from "./steps/update";
import { deletePolicy, seePolicy } from "./wire/calls";
import { allPolicies, noteDeleted, policyNow, seeForDeletion } from "./wire/policy-list";
import type { Goal } from "./wire/policy-to-wire";
import { rulesAsDeclared } from "./wire/rule-from-wire";
import { descriptionOf, secretRuleType, type WirePolicy } from "./wire/wire";

/**
 * The life of a security policy. Connections are called late: credentials are needed for calls, not for plans. Resource
 * groups are looked up by the identity for resource administration, which may be another than the one for security.
 */
export function securityPolicy(connect: () => OpaConnection, connectToResources = connect): Kind {
    const connections = (): Connections => ({ security: connect(), resources: connectToResources });
    return {
        declared: declaredSchema satisfies Shows<
            typeof declaredSchema,
            [
                Showing<Declared, OpaSecurityPolicyArgs>,
                Showing<Declared, OpaSecurityPolicy>,
                Showing<DeclaredPrincipals, PolicyPrincipals>,
                Showing<DeclaredPrincipals, AppliedPrincipals>,
                Showing<DeclaredRule, PolicyRule>,
                Showing<DeclaredRule, AppliedPolicyRule>,
                Showing<DeclaredMfa, MfaCondition>,
                Showing<DeclaredAccessRequest, AccessRequestCondition>,
            ]
        >,

        check(news) {
            const { inputs, mistakes } = checked(declaredSchema, news);
            return { inputs, mistakes: [...mistakes, ...scopeMistakes(news), ...workloadMistakes(inputs)] };
        },

        async look(inputs) {
            // Which push brings a group is not compared.
            const { pushedBy: _later, ...compared } = inputs;
            return lookedAtExisting(inputs, [compared], async (id) => {
                const to = connections();
                const isAdopted = inputs["onExisting"] === "adopt";
                const now = { ...compared, waitForGroups: 0 };
                const goal = isAdopted ? undefined : await goalOf(to, now, {}, markIn(inputs));
                await requireExisting(to.security, goal, id);
            });
        },

        diff(olds, news): Verdict {
            const { update } = differences(effects, olds, news, isSame);
            return { changes: update.length > 0, replaces: [], deleteBeforeReplace: false };
        },

        async create(inputs, claim) {
            const to = connections();
            // Where OPA takes a name twice, nothing else keeps two declarations of one policy from making two.
            claim(`the policy named ${JSON.stringify(inputs["name"])}`);
            const meant = await goalOf(to, inputs, {}, markIn(inputs));
            const existingId = existingIdIn(inputs);
            const established = await (existingId === undefined
                ? establish(to.security, meant)
                : takeOver(to.security, meant, existingId));
            const { policy, isNew, goal, isAsItIs } = established;
            claim(policy.id);
            if (isAsItIs) return { id: policy.id, outputs: stateOf(goal, policy) };

            const live = await keeping(
                policy.id,
                () => stateOf(goal, policy),
                () =>
                    isNew ? verify(to.security, policy.id, goal, undefined) : converge(to.security, policy.id, goal),
            );
            if (isNew)
                sayIfUnmarked(`security policy "${live.name}" (${live.id})`, descriptionOf(live).mark, markIn(inputs));
            return { id: policy.id, outputs: settled(stateOf(goal, live)) };
        },

        async read(id, outputs) {
            const opa = connect();
            const policy = await policyNow(opa, id);
            if (!policy) {
                await mustBeProvenGone(opa, id, outputs["resourceGroupId"]);
                return undefined;
            }
            const live = await asDeclared(opa, policy, outputs);
            warnOfLoose(policy, live.groups);
            return { id, inputs: asInputs(live.inputs), outputs: live.outputs };
        },

        async update(id, olds, news) {
            const to = connections();
            const goal = await goalOf(to, news, olds, markIn(olds));
            return settled(stateOf(goal, await converge(to.security, id, goal)));
        },

        async delete(id, outputs) {
            const opa = connect();
            // A look that is repeated rests on no list: that would leave less time for the deletion.
            let see = seeForDeletion;
            try {
                const wasThere = await onFreshLook(
                    opa,
                    async () => {
                        const seen = await see(opa, id);
                        see = seePolicy;
                        const isKept = seen !== undefined && isLeftToAnother(seen.policy, outputs);
                        if (seen && !isKept) refuseLoss(seen.policy, outputs);
                        return { seen, isKept };
                    },
                    async ({ seen, isKept }) => {
                        if (seen && !isKept) {
                            await deletePolicy(opa, seen);
                            noteDeleted(opa, id);
                        }
                        return seen !== undefined;
                    },
                );
                if (!wasThere) await mustBeProvenGone(opa, id, outputs["resourceGroupId"]);
            } catch (failure) {
                allPolicies.renew(opa);
                if (!isNotFound(failure)) throw failure;
                await mustBeProvenGone(opa, id, outputs["resourceGroupId"]);
            }
        },
    };
}

async function goalOf(to: Connections, inputs: Properties, olds: Properties, mark: Mark | undefined): Promise<Goal> {
    const declared = { ...declaredSchema.parse(inputs), ...noting({}, mark) };
    const before = rulesOf(olds).filter(({ raw }) => raw && raw["resource_type"] !== secretRuleType);
    return {
        declared,
        resolved: await resolve(to, declared, stillPinned(olds, declared.pushedBy)),
        declaredBefore: new Set(before.map(({ name }) => name)),
    };
}

function stateOf({ declared }: Goal, live: WirePolicy): Properties {
    return outputsOf(declared, live, rulesAsDeclared(live.rules, declared.rules).others);
}

/** Whether another resource has adopted the policy since: then only that one may delete it. */
function isLeftToAnother(policy: WirePolicy, outputs: Properties): boolean {
    const { mark } = descriptionOf(policy);
    const known = markIn(outputs);
    if (!mark || !isAnothers(mark, known)) return false;
    say(`Kept security policy "${policy.name}" (${policy.id}): ${resourceSaid(mark.owner, known)} manages it now.`);
    return true;
}
