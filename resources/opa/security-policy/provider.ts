import { isDeepStrictEqual } from "node:util";
import { ApiFailure } from "../../http/api-failure";
import { checked } from "../../lifecycle/check";
import { differences, type Effects } from "../../lifecycle/diff";
import type { Kind, Verdict } from "../../lifecycle/kind";
import { isNotFound } from "../../lifecycle/not-found";
import type { Properties } from "../../lifecycle/plain";
import { keeping } from "../../lifecycle/unfinished";
import type { OpaConnection } from "../connection";
import { arrivedGroup } from "../groups";
import { resourceGroupIdOf } from "../project";
import { createPolicy, deletePolicy, getPolicy, listPolicies, putPolicy } from "./calls";
import { asDeclared, differingProperties } from "./live";
import { type Declared, declaredSchema, scopeMistakes } from "./schema";
import { covers, policyToWire, type Resolved, type WirePolicy } from "./wire";

/** What a change of each property does. Everything about a policy can change in place: `PUT` replaces it whole. */
const effects: Effects<Declared> = {
    name: "update",
    description: "update",
    active: "update",
    resourceGroup: "update",
    scope: "update",
    principals: "update",
    rules: "update",
    waitForGroups: "nothing",
    onExisting: "nothing",
};

/** The life of a security policy. `connect` is called late: credentials are needed for calls, not for plans. */
export function securityPolicy(connect: () => OpaConnection): Kind {
    return {
        check(news) {
            const { inputs, mistakes } = checked(declaredSchema, news);
            return { inputs, mistakes: [...mistakes, ...scopeMistakes(news)] };
        },

        diff(olds, news): Verdict {
            const { update } = differences(
                effects,
                olds,
                news,
                (property, there, declared) =>
                    isDeepStrictEqual(there, declared) ||
                    (property === "resourceGroup" && declared !== undefined && declared === olds["resourceGroupId"]),
            );
            return { changes: update.length > 0, replaces: [], deleteBeforeReplace: false };
        },

        async create(inputs) {
            const opa = connect();
            const declared = declaredSchema.parse(inputs);
            const resolved = await resolve(opa, declared);
            const existing = await existingOf(opa, declared, resolved);
            const policy = existing ?? (await make(opa, declared, resolved));
            const outputs = outputsOf(declared, resolved, policy.id);
            await keeping(
                policy.id,
                () => outputs,
                () => converge(opa, policy.id, declared, resolved),
            );
            return { id: policy.id, outputs };
        },

        async read(id, outputs) {
            const opa = connect();
            const live = await getPolicy(opa, id);
            if (!live) return unlessGone(opa, id);
            const inputs = await asDeclared(opa, live, outputs);
            const resourceGroupId = live.resource_group?.id;
            const userGroupIds = (live.principals?.user_groups ?? []).map((group) => group.id);
            return { id, inputs, outputs: outputsOf(inputs, { resourceGroupId, userGroupIds }, id) };
        },

        async update(id, _olds, news) {
            const opa = connect();
            const declared = declaredSchema.parse(news);
            const resolved = await resolve(opa, declared);
            await converge(opa, id, declared, resolved);
            return outputsOf(declared, resolved, id);
        },

        async delete(id) {
            const opa = connect();
            try {
                await deletePolicy(opa, id);
            } catch (failure) {
                if (!isNotFound(failure)) throw failure;
                await unlessGone(opa, id);
            }
        },
    };
}

/** Only the list, which needs the same role, proves that a policy is gone: OPA answers 404 also for "not allowed". */
async function unlessGone(opa: OpaConnection, policyId: string): Promise<undefined> {
    if ((await listPolicies(opa)).every(({ id }) => id !== policyId)) return undefined;
    throw new Error(
        `Security policy ${policyId} is listed, but OPA answers 404 for it. ` +
            "Give the service user's group the security_admin role for its resource group.",
    );
}

async function resolve(opa: OpaConnection, { resourceGroup, principals, waitForGroups }: Declared): Promise<Resolved> {
    const [resourceGroupId, ...userGroupIds] = await Promise.all([
        resourceGroup === undefined ? undefined : resourceGroupIdOf(opa, resourceGroup),
        ...principals.userGroups.map(
            async ({ id, name }) => id ?? (await arrivedGroup(opa, name ?? "", waitForGroups)).id,
        ),
    ]);
    return { resourceGroupId, userGroupIds: userGroupIds.filter((id) => id !== undefined) };
}

/** An existing policy of this name, if it may be taken over: it is exactly the declared one, or adoption is declared. */
async function existingOf(opa: OpaConnection, declared: Declared, resolved: Resolved): Promise<WirePolicy | undefined> {
    const [found, another] = (await listPolicies(opa, declared.name)).filter(({ name }) => name === declared.name);
    if (!found) return undefined;
    if (another) {
        throw new Error(
            `Several security policies are called "${declared.name}": ${found.id}, ${another.id}. Declare another name.`,
        );
    }
    const there = await asDeclared(opa, found, outputsOf(declared, resolved, found.id));
    const differing = differingProperties(declared, there);
    if (differing.length > 0 && declared.onExisting === "fail") {
        throw new Error(
            `A security policy called "${declared.name}" exists already (${found.id}) and differs in ${differing.join(", ")}. ` +
                'Declare onExisting: "adopt" to make it what is declared, or another name.',
        );
    }
    console.log(`took over the existing security policy "${declared.name}" (${found.id})`);
    return found;
}

/** A POST that may have happened is looked for, never repeated. */
async function make(opa: OpaConnection, declared: Declared, resolved: Resolved): Promise<WirePolicy> {
    try {
        return await createPolicy(opa, policyToWire(declared, resolved));
    } catch (failure) {
        if (!(failure instanceof ApiFailure) || !failure.mayHaveHappened) throw failure;
        const made = await existingOf(opa, declared, resolved);
        if (!made) throw failure;
        return made;
    }
}

/**
 * Sends the policy if it is not yet what is declared, and reads it back: OPA ignores what it does not know, and once
 * applied a policy to every resource group that way (okta/terraform-provider-oktapam#160).
 */
async function converge(opa: OpaConnection, policyId: string, declared: Declared, resolved: Resolved): Promise<void> {
    const before = await existing(opa, policyId);
    const body = policyToWire(declared, resolved, before);
    if (isAsSent(body, before)) return;
    if (!isDeepStrictEqual(await existing(opa, policyId), before)) {
        throw new Error(
            `Security policy "${declared.name}" (${policyId}) was changed by someone else just now. Run the same command again.`,
        );
    }
    await putPolicy(opa, policyId, body);
    const after = await existing(opa, policyId);
    if (isAsSent(body, after)) return;
    const ignored = Object.keys(body).filter((property) => !isAsSent({ [property]: body[property] }, after, property));
    throw new Error(
        `OPA took security policy "${declared.name}" (${policyId}) but did not do all of it: ${ignored.join(", ") || "resource_group"} ` +
            "is not what was sent. Look at the policy in the OPA console; deactivate it if it grants too much.",
    );
}

async function existing(opa: OpaConnection, policyId: string): Promise<WirePolicy> {
    const policy = await getPolicy(opa, policyId);
    if (policy) return policy;
    throw new Error(`Security policy ${policyId} cannot be read. Run pulumi refresh to see whether it is gone.`);
}

/** What was sent is there, and the scope is no wider than what was sent. */
function isAsSent(body: Properties, there: WirePolicy, only?: string): boolean {
    const isScopeKept =
        (only && only !== "resource_group") || there.resource_group?.id === Object(body["resource_group"]).id;
    return isScopeKept && covers(inOneOrder(body), inOneOrder(there));
}

/** Principals are a set; rules are told apart by name. */
function inOneOrder(policy: Properties): Properties {
    const principals = Object(policy["principals"]) as Properties;
    const by = (key: string, list: unknown) =>
        Array.isArray(list) ? [...list].sort((a, b) => (String(a[key]) < String(b[key]) ? -1 : 1)) : list;
    return {
        ...policy,
        ...("principals" in policy
            ? {
                  principals: {
                      user_groups: by("id", principals["user_groups"]),
                      workload_roles: by("id", principals["workload_roles"]),
                  },
              }
            : {}),
        ...("rules" in policy ? { rules: by("name", policy["rules"]) } : {}),
    };
}

function outputsOf(declared: Properties, { resourceGroupId, userGroupIds }: Resolved, policyId: string): Properties {
    return { ...declared, policyId, resourceGroupId, userGroupIds };
}
