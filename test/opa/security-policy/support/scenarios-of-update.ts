import assert from "node:assert/strict";
import type { ApiRequest } from "../../../../resources/http/send";
import { makeOpaGroup } from "../../../../tenant/store/make-opa";
import { serverRule, type Wire } from "../../support/policy-hand";
import { overlooking, writesIn } from "./overlooking-opa";
import { errors, type Scenario } from "./scenario";
import { everyTime } from "./scenarios-of-create";
import { rawServerRule, ruleOf } from "./scenarios-of-edits";

const put = { method: "PUT", path: /\/security_policy\/[^/]+$/ } as const;

/** The policy is there, and its declaration changes. */
export const changing: readonly Omit<Scenario, "run">[] = [
    { title: "nothing changed", verdict: "done", witness: ({ tenant }) => assert.deepEqual(writesIn(tenant), []) },
    {
        title: "everything changed except the resource group",
        happens: ({ hand }) => hand.group("sales"),
        declares: ({ declared, teamsId }) => ({
            ...declared,
            name: "everything",
            description: "",
            active: false,
            principals: { userGroups: [{ name: "sales" }] },
            rules: [{ name: "all", secretFolderId: teamsId, privileges: ["manage"] }, rawServerRule],
        }),
        verdict: "done",
        witness: ({ tenant, hand }) => {
            assert.deepEqual(writesIn(tenant), ["PUT"]);
            const { description, active, userGroups, rules } = hand.policy("everything");
            assert.deepEqual(
                [description, active, userGroups[0]?.name],
                ["[pulumi:acme/dev/payments]", false, "sales"],
            );
            assert.deepEqual(rules.map(({ name }) => name).sort(), ["all", "ssh"]);
        },
    },
    {
        title: "a resource group no longer declared: the whole team",
        declares: ({ declared }) => {
            const { resourceGroup: _gone, ...others } = declared;
            return { ...others, scope: "team" };
        },
        under: ["policyResourceGroupChange"],
        verdict: ({ policyResourceGroupChange }) => (policyResourceGroupChange === "refused" ? "refused" : "done"),
    },
    {
        title: "MFA asked for every time from now on",
        declares: ({ declared }) => everyTime(declared),
        under: ["zeroNumbers"],
        verdict: "done",
        witness: ({ hand }) => assert.equal(hand.policy().active, true),
    },
    {
        title: "MFA no longer asked for every time",
        applied: ({ declared }) => everyTime(declared),
        declares: ({ declared }) => declared,
        under: ["zeroNumbers"],
        verdict: "done",
        witness: ({ tenant }) => assert.deepEqual(writesIn(tenant), ["PUT"]),
    },
    {
        title: "its new name is that of a policy of another resource of this stack",
        happens: ({ hand }) => hand.add(policyNamed("sales", "words [pulumi:acme/dev/sales]")),
        declares: ({ declared }) => ({ ...declared, name: "sales" }),
        verdict: "refused",
        says: ['It is managed by resource "sales" of this stack', "run the same command again"],
        leavesTraces: true,
    },
    {
        title: "its new name is that of somebody's policy",
        happens: ({ hand }) => hand.add(policyNamed("sales", "words")),
        declares: ({ declared }) => ({ ...declared, name: "sales" }),
        verdict: "refused",
        says: ["another one has that name", "It carries no mark", "Declare another name"],
        leavesTraces: true,
    },
    {
        title: "a raw rule no longer declared",
        applied: ({ declared }) => ({ ...declared, rules: [ruleOf(declared), rawServerRule] }),
        declares: ({ declared }) => declared,
        verdict: "done",
        witness: ({ hand }) =>
            assert.deepEqual(
                hand.policy().rules.map(({ name }) => name),
                ["payments"],
            ),
    },
    {
        title: "changed by somebody else between the writing and the reading back",
        happens: (ground) => {
            let reads = 0;
            ground.tamper = (send) => async (request: ApiRequest) => {
                const isRead = request.method === "GET" && put.path.test(request.path);
                if (isRead && ++reads === 2) {
                    await ground.hand.edit((policy) => Object.assign(policy, { description: "somebody's" }));
                }
                return send(request);
            };
        },
        declares: ({ declared }) => ({ ...declared, active: false }),
        verdict: "refused",
        says: ["but it is not what was sent", "or somebody has changed it since", 'description is "somebody\'s"'],
        leavesTraces: true,
        witness: ({ hand, tenant }) => {
            assert.deepEqual([hand.policy().description, hand.policy().active], ["somebody's", false]);
            assert.deepEqual(writesIn(tenant), ["PUT"]);
        },
    },
    {
        title: "OPA overlooks a group taken out",
        applied: ({ declared, tenant }) => {
            makeOpaGroup(tenant.store, "sales", []);
            return { ...declared, principals: { userGroups: [{ name: "team-payments" }, { name: "sales" }] } };
        },
        happens: (ground) =>
            overlooking(ground, ({ principals }) => {
                const id = ground.tenant.store.opaGroupNamed("sales")?.id;
                principals.user_groups.push({ id });
            }),
        declares: ({ declared }) => declared,
        verdict: "refused",
        says: ['policy includes undeclared group "sales"', "Deactivate it if it grants too much"],
        leavesTraces: true,
        witness: ({ hand }, life) => {
            assert.equal(hand.policy().active, true);
            assert.equal(life.state?.unfinished.length, 1);
        },
    },
    {
        title: "OPA erases a rule that should be kept",
        happens: async (ground) => {
            await ground.hand.edit(({ rules }) => rules.push(serverRule("ssh")));
            overlooking(ground, (policy) =>
                Object.assign(policy, { rules: policy.rules.filter(({ name }: Wire) => name !== "ssh") }),
            );
        },
        declares: ({ declared }) => ({ ...declared, description: "other" }),
        verdict: "refused",
        says: ['rule "ssh" should have been kept but is gone'],
        leavesTraces: true,
    },
    {
        title: "deleted by somebody else meanwhile",
        happens: ({ hand }) => hand.remove(),
        declares: ({ declared }) => ({ ...declared, active: false }),
        under: errors,
        verdict: "refused",
        says: ["Run `pulumi refresh`"],
    },
    {
        title: "503 to the PUT, once",
        happens: ({ tenant }) => tenant.fail({ ...put, status: 503 }),
        declares: ({ declared }) => ({ ...declared, active: false }),
        verdict: "done",
        witness: ({ hand }) => assert.equal(hand.policy().active, false),
    },
    {
        title: "the engine killed after the policy was created",
        happens: (_ground, life) => life.forget(),
        verdict: "done",
        says: ["Took over security policy"],
        witness: ({ tenant }) => assert.deepEqual(writesIn(tenant), []),
    },
];

/** Somebody's policy, on servers. */
const policyNamed = (name: string, description: string) => ({
    name,
    description,
    active: true,
    relationships: [{ id: "5d9e0f1a-2b3c-4d5e-8f60-718293a4b5c6" }],
    rules: [{ name: "ssh", resource_type: "server_based_resource", privileges: [] }],
});
