import assert from "node:assert/strict";
import { makeOpaGroup } from "../../../../tenant/store/make-opa";
import type { Life } from "../../../support/life-of";
import { newerOpa } from "../../support/newer-opa";
import type { PolicyGround } from "../../support/policy-ground";
import { serverRule, type Wire } from "../../support/policy-hand";
import { overlooking, writesIn } from "./overlooking-opa";
import { errors, type Scenario } from "./scenario";
import { likeDeclared } from "./scenarios-around";
import { ruleOf } from "./scenarios-of-edits";

const post = { method: "POST", path: /\/security_policy$/ } as const;
const onePolicy = /\/security_policy\/[^/]+$/;

/** The policy is to be made, and something is in the way. */
export const making: readonly Omit<Scenario, "run" | "applied">[] = [
    {
        title: "the name is free",
        verdict: "done",
        witness: ({ tenant, hand }) => {
            assert.equal(hand.policy().active, true);
            assert.deepEqual(writesIn(tenant), ["POST"]);
        },
    },
    {
        title: "an interrupted run of this resource left it",
        happens: (ground) => there(ground, markedBy("acme/dev/payments")),
        verdict: "done",
        says: ["Took over security policy"],
        witness: ({ tenant }) => assert.deepEqual(writesIn(tenant), []),
    },
    {
        title: "an interrupted run of this resource left it, and its declaration changed since",
        happens: (ground) => there(ground, markedBy("acme/dev/payments", "Old words")),
        verdict: "done",
        says: ["Took over security policy"],
        witness: ({ tenant, hand }) => {
            assert.deepEqual(writesIn(tenant), ["PUT"]);
            assert.equal(hand.policy().description, "Secrets of team payments [pulumi:acme/dev/payments]");
        },
    },
    {
        title: "an identical one exists that no resource made",
        happens: (ground) => there(ground),
        verdict: "refused",
        says: ["carries no mark", "is what is declared", 'onExisting: "adopt"'],
    },
    {
        title: "an identical one exists that no resource made, adoption declared",
        happens: (ground) => there(ground),
        declares: adopting,
        verdict: "done",
        says: ["Adopted the existing security policy"],
        witness: ({ tenant }) => assert.deepEqual(writesIn(tenant), []),
    },
    {
        title: "an identical one exists of another stack",
        happens: (ground) => there(ground, markedBy("acme/prod/payments")),
        verdict: "refused",
        says: ['is managed by resource "payments" of stack acme/prod', 'onExisting: "adopt"'],
    },
    {
        title: "an identical one exists of another stack, adoption declared",
        happens: (ground) => there(ground, markedBy("acme/prod/payments")),
        declares: adopting,
        verdict: "done",
        says: ["Adopted the existing security policy", "stack acme/prod"],
        witness: ({ tenant, hand }) => {
            assert.deepEqual(writesIn(tenant), ["PUT"]);
            assert.equal(hand.policy().description, "Secrets of team payments [pulumi:acme/dev/payments adopted]");
        },
    },
    {
        title: "an identical one exists of another resource of this stack",
        happens: (ground) => there(ground, markedBy("acme/dev/cards")),
        verdict: "refused",
        says: ['is managed by resource "cards" of this stack', 'aliases: [{ name: "cards" }]'],
    },
    {
        title: "one exists that grants more",
        happens: (ground) => there(ground, ({ rules }) => Object.assign(flagsOf(rules[0]), { secret_delete: true })),
        verdict: "refused",
        says: ["already exists", 'rule "payments" grants', "secret_delete", 'onExisting: "adopt"'],
    },
    {
        title: "one exists for every resource group",
        happens: (ground) => there(ground, (policy) => delete policy.resource_group),
        verdict: "refused",
        says: ["it is for every resource group"],
    },
    {
        title: "one exists for a group more",
        happens: async (ground) => {
            const id = await ground.hand.group("sales");
            await there(ground, ({ principals }) => principals.user_groups.push({ id }));
        },
        verdict: "refused",
        says: ['policy includes undeclared group "sales"'],
    },
    {
        title: "one exists with a rule on servers as well",
        happens: (ground) => there(ground, ({ rules }) => rules.push(serverRule("ssh"))),
        verdict: "refused",
        says: ['it has rule "ssh", which is not on secrets (server_based_resource)'],
    },
    {
        title: "one exists with a rule on servers as well, adoption declared",
        happens: (ground) => there(ground, ({ rules }) => rules.push(serverRule("ssh"))),
        declares: adopting,
        verdict: "done",
        witness: ({ tenant, hand }) => {
            assert.deepEqual(writesIn(tenant), []);
            assert.equal(hand.policy().rules.length, 2);
        },
    },
    {
        title: "one exists that differs in everything, adoption declared",
        happens: async (ground) => {
            const id = await ground.hand.group("sales");
            await there(ground, (policy) => {
                Object.assign(policy, { description: "theirs", active: false, principals: { user_groups: [{ id }] } });
                policy.rules.push(serverRule("ssh"), { ...policy.rules[0], name: "mine" });
            });
        },
        declares: adopting,
        verdict: "done",
        witness: ({ tenant, hand }) => {
            assert.deepEqual(writesIn(tenant), ["PUT"]);
            const { active, description, rules } = hand.policy();
            const names = rules.map(({ name }) => name).sort();
            const words = "Secrets of team payments [pulumi:acme/dev/payments adopted]";
            assert.deepEqual([active, description, names], [true, words, ["payments", "ssh"]]);
        },
    },
    {
        title: "two of its name exist",
        happens: async (ground) => {
            await there(ground);
            await there(ground);
        },
        declares: adopting,
        only: { policyNames: "may-repeat" },
        verdict: "refused",
        says: ["More than one security policy is named"],
    },
    {
        title: "one of another type exists",
        happens: async (ground) => {
            await there(ground);
            ground.hand.policy().type = "okta_service_account";
        },
        declares: adopting,
        verdict: "refused",
        says: ["okta_service_account"],
    },
    {
        title: "one of its name exists, hidden from the service user",
        happens: async (ground) => {
            await there(ground);
            ground.tenant.fail({ method: "GET", path: /\/security_policy$/, times: 2, body: '{"list":[]}' });
        },
        under: errors,
        verdict: "refused",
        says: ["does not see the policy with that name"],
    },
    {
        title: "no such group",
        happens: ({ hand }) => hand.removeGroup("team-payments"),
        under: ["deletedGroupByName"],
        verdict: "refused",
        says: ['OPA has no group named "team-payments"', "group push mapping"],
    },
    {
        title: "a deleted group of the name beside the live one",
        happens: async ({ hand, tenant }) => {
            await hand.removeGroup("team-payments");
            makeOpaGroup(tenant.store, "team-payments", []);
        },
        under: ["deletedGroupByName"],
        verdict: "done",
        witness: ({ hand, tenant }) => {
            const [principal] = hand.policy().userGroups;
            assert.equal(tenant.store.opaGroups.get(principal?.id ?? "")?.deletedAtMs, undefined);
        },
    },
    {
        title: "the group in upper case",
        declares: ({ declared }) => ({ ...declared, principals: { userGroups: [{ name: "Team-Payments" }] } }),
        verdict: "refused",
        says: ["it is case-sensitive"],
    },
    {
        title: "everyone, by id",
        declares: ({ declared, tenant }) => ({
            ...declared,
            principals: { userGroups: [{ id: tenant.store.opaGroupNamed("everyone")?.id }] },
        }),
        verdict: "refused",
        says: ['OPA does not accept the built-in group "everyone"'],
    },
    {
        title: "everyone, by id, and groups cannot be read",
        declares: ({ declared, tenant }) => ({
            ...declared,
            principals: { userGroups: [{ id: tenant.store.opaGroupNamed("everyone")?.id }] },
        }),
        only: { groupListRole: "pam-admin" },
        verdict: "refused",
        says: ["You may not add 'everyone' group as a principal"],
    },
    {
        title: "one group by name and by id",
        declares: ({ declared, tenant }) => ({
            ...declared,
            principals: {
                userGroups: [{ name: "team-payments" }, { id: tenant.store.opaGroupNamed("team-payments")?.id }],
            },
        }),
        verdict: "refused",
        says: ["declared by name and by id"],
    },
    {
        title: "no such folder",
        declares: ({ declared, tenant }) => ({
            ...declared,
            rules: [{ ...ruleOf(declared), secretFolderId: tenant.store.ids.opa() }],
        }),
        under: ["unknownReference"],
        verdict: ({ unknownReference }) => (unknownReference === "refused" ? "refused" : "done"),
    },
    {
        title: "no such resource group",
        declares: ({ declared }) => ({ ...declared, resourceGroup: "elsewhere" }),
        verdict: "refused",
        says: ['There is no resource group named "elsewhere"', '"platform"'],
    },
    {
        title: "privileges without list",
        declares: ({ declared }) => ({ ...declared, rules: [{ ...ruleOf(declared), privileges: ["secret_reveal"] }] }),
        under: ["listFalseWithOthers"],
        verdict: ({ listFalseWithOthers }) => (listFalseWithOthers === "refused" ? "refused" : "done"),
        witness: ({ tenant, hand }) => {
            if (tenant.settings.listFalseWithOthers === "refused") return;
            assert.equal(hand.policy().rules[0]?.privileges[0]?.flags["list"], false);
        },
    },
    {
        title: "MFA asked for every time",
        declares: ({ declared }) => everyTime(declared),
        under: ["zeroNumbers"],
        verdict: "done",
        witness: ({ tenant, hand }) => {
            assert.equal(hand.policy().active, true);
            assert.deepEqual(writesIn(tenant), ["POST"]);
        },
    },
    {
        title: "two of its name exist, and one of them an interrupted run of this resource left",
        happens: async (ground) => {
            await there(ground);
            await there(ground, markedBy("acme/dev/payments"));
        },
        only: { policyNames: "may-repeat" },
        verdict: "done",
        says: ["Took over security policy"],
        witness: ({ tenant }) => assert.deepEqual(writesIn(tenant), []),
    },
    {
        title: "one exists, just as declared, that is also for principals of a later OPA",
        happens: async (ground) => {
            await there(ground);
            ground.tamper = newerOpa({ principals: { devices: [{ id: "d1" }] } });
        },
        verdict: "refused",
        says: ["it is for principals that this version does not know (devices)"],
    },
    {
        title: "one exists, just as declared, that is also for principals of a later OPA, adoption declared",
        happens: async (ground) => {
            await there(ground);
            ground.tamper = newerOpa({ principals: { devices: [{ id: "d1" }] } });
        },
        declares: adopting,
        verdict: "done",
        says: ["it is for principals that this version does not know (devices)"],
        witness: ({ tenant }) => assert.deepEqual(writesIn(tenant), []),
    },
    {
        title: "the answer to the POST lost",
        happens: ({ tenant }) => tenant.fail({ ...post, drop: "after" }),
        verdict: "done",
        witness: ({ tenant }) => assert.deepEqual(writesIn(tenant), ["POST"]),
    },
    {
        title: "the answer to the POST unreadable",
        happens: ({ tenant }) => tenant.fail({ ...post, body: "<html>Log in</html>" }),
        verdict: "done",
        witness: ({ tenant }) => assert.deepEqual(writesIn(tenant), ["POST"]),
    },
    {
        title: "503 to the POST, which did nothing",
        happens: ({ tenant }) => tenant.fail({ ...post, status: 503 }),
        under: errors,
        verdict: "unavailable",
        witness: async ({ tenant, declared }, life) => {
            assert.equal(life.state, undefined);
            assert.deepEqual(writesIn(tenant), ["POST"]);
            assert.equal(await life.up({ ...declared }), "create");
        },
    },
    {
        title: "no role for policies",
        happens: ({ hand }) => hand.roles("resource_admin"),
        under: errors,
        verdict: "permission",
        says: ["security_admin"],
    },
    {
        title: "OPA overlooks the resource group",
        happens: (ground) => overlooking(ground, (policy) => delete policy.resource_group),
        verdict: "refused",
        says: ["it is for every resource group", "It was deactivated, so it grants nothing."],
        leavesTraces: true,
        witness: (ground, life) => deactivatedAndFinishedLater(ground, life),
    },
    {
        title: "OPA overlooks a flag that is false",
        happens: (ground) =>
            overlooking(ground, ({ rules }) => Object.assign(flagsOf(rules[0]), { secret_delete: true })),
        verdict: "refused",
        says: ["secret_delete", "It was deactivated, so it grants nothing."],
        leavesTraces: true,
        witness: (ground, life) => deactivatedAndFinishedLater(ground, life),
    },
    {
        title: "OPA overlooks the condition",
        happens: (ground) => overlooking(ground, ({ rules }) => delete rules[0].conditions),
        verdict: "refused",
        says: ['rule "payments" requires nothing, declared MFA', "It was deactivated"],
        leavesTraces: true,
        witness: (ground, life) => deactivatedAndFinishedLater(ground, life),
    },
    {
        title: "503 once it was created, for as long as the run lasts",
        happens: ({ tenant }) => tenant.fail({ method: "GET", path: onePolicy, status: 503, times: 5 }),
        verdict: "unavailable",
        leavesTraces: true,
        witness: (ground, life) => finishedLater(ground, life),
    },
];

function adopting({ declared }: PolicyGround) {
    return { ...declared, onExisting: "adopt" };
}

/** Somebody made one just like the declared one, but for a change. */
async function there(ground: PolicyGround, change: (policy: Wire) => void = () => {}): Promise<void> {
    const group = ground.tenant.store.opaGroupNamed("team-payments");
    const policy = likeDeclared(ground.resourceGroupId, group?.id ?? "", ground.folderId);
    change(policy);
    await ground.hand.add(policy);
}

/** With MFA at each use. */
export function everyTime(declared: Wire): Wire {
    const conditions = [{ conditionType: "mfa", reAuthFrequencyInSeconds: 0 }];
    return { ...declared, rules: [{ ...ruleOf(declared), conditions }] };
}

/** The mark of a resource, behind the declared words or others. */
const markedBy =
    (owner: string, words = "Secrets of team payments") =>
    (policy: Wire) =>
        Object.assign(policy, { description: `${words} [pulumi:${owner}]` });

async function deactivatedAndFinishedLater(ground: PolicyGround, life: Life) {
    assert.equal(ground.hand.policy().active, false);
    assert.equal(life.state?.outputs["active"], false);
    await finishedLater(ground, life);
}

async function finishedLater(ground: PolicyGround, life: Life): Promise<void> {
    assert.equal(life.state?.unfinished.length, 1);
    ground.tamper = (send) => send;
    await life.up({ ...ground.declared });
    assert.deepEqual(life.state?.unfinished, []);
    assert.deepEqual(await life.preview({ ...ground.declared }), { op: "same", properties: [] });
    assert.equal(ground.hand.policy().active, true);
}

const flagsOf = (rule: Wire) => rule.privileges[0].privilege_value;
