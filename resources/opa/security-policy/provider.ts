import { isDeepStrictEqual } from "node:util";
import { checked } from "../../lifecycle/check";
import { differences, type Effects } from "../../lifecycle/diff";
import type { Kind, Verdict } from "../../lifecycle/kind";
import { isNotFound } from "../../lifecycle/not-found";
import type { Properties } from "../../lifecycle/plain";
import { keeping } from "../../lifecycle/unfinished";
import type { OpaConnection } from "../connection";
import { proveGone } from "./absence";
import { deletePolicy, getPolicy } from "./calls";
import { converge, verified } from "./converge";
import { establish } from "./establish";
import { asDeclared, outputsOf, rulesOf } from "./live";
import { policiesChanged, policyNow } from "./look";
import { warnOfLoose } from "./loose-ends";
import type { Goal } from "./policy-to-wire";
import { resolve, type Ways } from "./resolve";
import { rulesInWords } from "./rule-from-wire";
import { type Declared, declaredSchema, scopeMistakes } from "./schema";
import { secretRuleType, type WirePolicy } from "./wire";

/** What a change of each property does. Everything about a policy can change in place: `PUT` replaces it whole. */
const effects: Effects<Declared> = {
    name: "update",
    description: "update",
    active: "update",
    resourceGroup: "update",
    scope: "update",
    principals: "update",
    rules: "update",
    // What they push may be another group of the same name now: only looking again tells.
    pushedBy: "update",
    waitForGroups: "nothing",
    onExisting: "nothing",
};

/**
 * The life of a security policy. Connections are called late: credentials are needed for calls, not for plans. Resource
 * groups are looked up by whoever administers resources, which need not be who administers security.
 */
export function securityPolicy(connect: () => OpaConnection, connectToResources = connect): Kind {
    const ways = (): Ways => ({ security: connect(), resources: connectToResources });
    return {
        check(news) {
            const { inputs, mistakes } = checked(declaredSchema, news);
            return { inputs, mistakes: [...mistakes, ...scopeMistakes(news)] };
        },

        diff(olds, news): Verdict {
            const { update } = differences(effects, olds, news, isSame);
            // Only a forced replacement asks: two policies of one name would be in each other's way.
            return { changes: update.length > 0, replaces: [], deleteBeforeReplace: true };
        },

        async create(inputs, claim) {
            const to = ways();
            const goal = await goalOf(to, inputs, {});
            const { policy, isNew } = await establish(to.security, goal);
            claim(policy.id);
            const outputs = (live: WirePolicy) => finished(goal, live);
            const live = await keeping(
                policy.id,
                () => outputs(policy),
                () =>
                    isNew ? verified(to.security, policy.id, goal, undefined) : converge(to.security, policy.id, goal),
            );
            return { id: policy.id, outputs: outputs(live) };
        },

        async read(id, outputs) {
            const opa = connect();
            const policy = await policyNow(opa, id);
            if (!policy) {
                await proveGone(opa, id, outputs["resourceGroupId"]);
                return undefined;
            }
            const live = await asDeclared(opa, policy, outputs);
            warnOfLoose(policy, live.groups);
            return { id, inputs: live.inputs, outputs: live.outputs };
        },

        async update(id, olds, news) {
            const to = ways();
            const goal = await goalOf(to, news, olds);
            return finished(goal, await converge(to.security, id, goal));
        },

        async delete(id, outputs) {
            const opa = connect();
            try {
                const policy = await getPolicy(opa, id);
                if (policy) {
                    refuseLoss(policy, outputs);
                    return await deletePolicy(opa, id);
                }
            } catch (failure) {
                if (!isNotFound(failure)) throw failure;
            } finally {
                policiesChanged(opa);
            }
            await proveGone(opa, id, outputs["resourceGroupId"]);
        },
    };
}

/** A resource group may be written by name or by id: both mean the same. */
function isSame(property: string, there: unknown, declared: unknown, olds: Properties): boolean {
    if (isDeepStrictEqual(there, declared)) return true;
    return property === "resourceGroup" && declared !== undefined && declared === olds["resourceGroupId"];
}

async function goalOf(to: Ways, inputs: Properties, olds: Properties): Promise<Goal> {
    const declared = declaredSchema.parse(inputs);
    const before = rulesOf(olds).filter(({ raw }) => raw && raw["resource_type"] !== secretRuleType);
    return {
        declared,
        resolved: await resolve(to, declared),
        declaredBefore: new Set(before.map(({ name }) => name)),
    };
}

function finished({ declared }: Goal, live: WirePolicy): Properties {
    return outputsOf(declared, live, rulesInWords(live.rules, declared.rules).others);
}

/** Deleting a policy deletes all its rules; those on other things are not ours to lose. */
function refuseLoss(policy: WirePolicy, outputs: Properties): void {
    const { others } = rulesInWords(policy.rules, rulesOf(outputs));
    if (others.length === 0) return;
    const named = others.map(({ name, resource_type }) => `"${name}" (${resource_type})`).join(", ");
    throw new Error(
        `Security policy "${policy.name}" (${policy.id}) is not deleted, because it has rules that were not declared: ${named}. ` +
            "Move them to another policy or delete them in the OPA console; or declare them (raw) to lose them with the policy.",
    );
}
