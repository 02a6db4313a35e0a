import assert from "node:assert/strict";
import type { PolicyGround } from "../../support/policy-ground";
import { folderRule, serverRule, type Wire } from "../../support/policy-hand";
import type { Scenario } from "./scenario";

const byName = (rules: Wire[], wanted: string) => rules.find(({ name }) => name === wanted);

/** Somebody edits the policy in the console; then the drift job runs. */
export const edits: readonly Omit<Scenario, "run">[] = [
    { title: "nothing happened", verdict: "no change" },
    {
        title: "description edited",
        happens: ({ hand }) => hand.edit((policy) => Object.assign(policy, { description: "mine" })),
        verdict: "drift description",
    },
    {
        title: "renamed",
        happens: ({ hand }) => hand.edit((policy) => Object.assign(policy, { name: "somebody's" })),
        verdict: "drift name",
    },
    {
        title: "deactivated",
        happens: ({ hand }) => hand.edit((policy) => Object.assign(policy, { active: false })),
        verdict: "drift active",
    },
    {
        title: "resource group taken out: it covers the whole team",
        happens: (ground) => moved(ground, (policy) => delete policy.resource_group),
        under: ["policyResourceGroupChange"],
        verdict: "drift resourceGroup, scope",
        heals: ({ policyResourceGroupChange: change }) =>
            change === "refused" ? { refuses: "pulumi destroy --target" } : "back",
    },
    {
        title: "moved to another resource group",
        happens: async (ground) => {
            const [admins] = [...ground.tenant.store.opaGroups.values()].filter(
                ({ name }) => name === "platform-admins",
            );
            const id = ground.tenant.store.ids.opa();
            const others = { id, seq: ground.tenant.store.ids.next(), name: "others", description: "" };
            ground.tenant.store.resourceGroups.set(id, { ...others, delegatedAdminGroupIds: [admins?.id ?? ""] });
            await moved(ground, (policy) => Object.assign(policy, { resource_group: { id } }));
        },
        under: ["policyResourceGroupChange"],
        verdict: "drift resourceGroup",
        heals: ({ policyResourceGroupChange: change }) =>
            change === "refused" ? { refuses: "pulumi destroy --target" } : "back",
    },
    {
        title: "a group added",
        happens: async ({ hand }) => {
            const id = await hand.group("sales");
            await hand.edit(({ principals }) => principals.user_groups.unshift({ id }));
        },
        verdict: "drift principals",
    },
    {
        title: "a group replaced",
        happens: async ({ hand }) => {
            const id = await hand.group("sales");
            await hand.edit(({ principals }) => Object.assign(principals, { user_groups: [{ id }] }));
        },
        verdict: "drift principals",
    },
    {
        title: "all groups taken out",
        happens: ({ hand }) => hand.edit(({ principals }) => Object.assign(principals, { user_groups: [] })),
        verdict: "drift principals",
    },
    {
        title: "a workload role added",
        happens: ({ hand, tenant }) =>
            hand.edit(({ principals }) => {
                principals.workload_roles = [{ id: tenant.store.ids.opa(), name: "deploys", type: "workload_role" }];
            }),
        verdict: "drift principals",
    },
    {
        title: "a privilege granted",
        happens: ({ hand }) => hand.edit((policy) => Object.assign(flags(policy), { secret_delete: true })),
        verdict: "drift rules",
    },
    {
        title: "a privilege taken away",
        happens: ({ hand }) => hand.edit((policy) => Object.assign(flags(policy), { secret_reveal: false })),
        verdict: "drift rules",
    },
    {
        title: "the condition taken out",
        happens: ({ hand }) => hand.edit(({ rules }) => Object.assign(rules[0], { conditions: [] })),
        verdict: "drift rules",
    },
    {
        title: "MFA asked for less often",
        happens: ({ hand }) =>
            hand.edit(({ rules }) =>
                Object.assign(rules[0].conditions[0].condition_value, { re_auth_frequency_in_seconds: 43_200 }),
            ),
        verdict: "drift rules",
    },
    {
        title: "MFA made phishing resistant",
        happens: ({ hand }) =>
            hand.edit(({ rules }) => Object.assign(rules[0].conditions[0].condition_value, { acr_values: "phr" })),
        verdict: "drift rules",
    },
    {
        title: "MFA no longer saying which factors: any, as declared",
        happens: ({ hand }) => hand.edit(({ rules }) => delete rules[0].conditions[0].condition_value.acr_values),
        verdict: "no change",
    },
    {
        title: "an approval asked for as well",
        happens: ({ hand }) => hand.edit(({ rules }) => rules[0].conditions.unshift(approval("manager"))),
        verdict: "drift rules",
    },
    {
        title: "conditions in another order",
        applied: ({ declared }) => ({ ...declared, rules: [{ ...ruleOf(declared), conditions: threeConditions }] }),
        happens: ({ hand }) => hand.edit(({ rules }) => rules[0].conditions.reverse()),
        verdict: "no change",
    },
    {
        title: "one of two approvals taken out",
        applied: ({ declared }) => ({ ...declared, rules: [{ ...ruleOf(declared), conditions: threeConditions }] }),
        happens: ({ hand }) => hand.edit(({ rules }) => rules[0].conditions.pop()),
        verdict: "drift rules",
    },
    {
        title: "the rule aimed at the folder above",
        happens: ({ hand, teamsId }) =>
            hand.edit(({ rules }) => Object.assign(selector(rules[0]).selector.secret_folder, { id: teamsId })),
        verdict: "drift rules",
    },
    {
        title: "the rule aimed at a second folder",
        happens: ({ hand, teamsId }) =>
            hand.edit(({ rules }) => {
                const second = folderRule("", teamsId).resource_selector.selectors[0];
                rules[0].resource_selector.selectors.push(second);
            }),
        verdict: "drift rules",
    },
    {
        title: "a rule on secrets added",
        happens: ({ hand, teamsId }) =>
            hand.edit(({ rules }) => rules.push(folderRule("extra", teamsId, "list", "secret_reveal"))),
        verdict: "drift rules",
    },
    {
        title: "a rule on secrets added under the same name",
        happens: ({ hand, teamsId }) =>
            hand.edit(({ rules }) => rules.unshift(folderRule("payments", teamsId, "list", "secret_reveal"))),
        only: { ruleNames: "may-repeat" },
        verdict: "drift rules",
    },
    {
        title: "the rule renamed",
        happens: ({ hand }) => hand.edit(({ rules }) => Object.assign(rules[0], { name: "others" })),
        verdict: "drift rules",
    },
    {
        title: "one of two rules deleted",
        applied: (ground) => ({ ...ground.declared, rules: [ruleOf(ground.declared), secondRule(ground)] }),
        happens: ({ hand }) => hand.edit((policy) => Object.assign(policy, { rules: policy.rules.slice(0, 1) })),
        verdict: "drift rules",
    },
    {
        title: "rules in another order",
        applied: (ground) => ({ ...ground.declared, rules: [ruleOf(ground.declared), secondRule(ground)] }),
        happens: ({ hand }) => hand.edit(({ rules }) => rules.reverse()),
        verdict: "no change",
    },
    {
        title: "a checkout time set on the rule, which means nothing for secrets",
        happens: ({ hand }) =>
            hand.edit(({ rules }) => Object.assign(rules[0], { override_checkout_duration_in_seconds: 900 })),
        verdict: "no change",
    },
    {
        title: "a rule on servers added",
        happens: ({ hand }) => hand.edit(({ rules }) => rules.unshift(serverRule("ssh"))),
        verdict: "no change",
        witness: async ({ hand, declared }, life) => {
            await life.up({ ...declared, description: "written again" });
            const there = hand.policy().rules.map(({ name }) => name);
            assert.deepEqual(there.sort(), ["payments", "ssh"]);
            assert.deepEqual(life.state?.outputs["otherRules"], ["ssh (server_based_resource)"]);
        },
    },
    {
        title: "the rule replaced by one on servers of the same name",
        happens: ({ hand }) => hand.edit((policy) => Object.assign(policy, { rules: [serverRule("payments")] })),
        verdict: "drift rules",
    },
    {
        title: "a rule declared raw, edited",
        applied: (ground) => ({ ...ground.declared, rules: [ruleOf(ground.declared), rawServerRule] }),
        happens: ({ hand }) =>
            hand.edit(({ rules }) => {
                selector(byName(rules, "ssh")).selector.account_selector.usernames.push("root");
            }),
        verdict: "drift rules",
    },
    {
        title: "a rule on servers added under the same name",
        happens: ({ hand }) => hand.edit(({ rules }) => rules.unshift(serverRule("payments"))),
        only: { ruleNames: "may-repeat" },
        verdict: "no change",
    },
    {
        title: "a rule declared raw, with flags that are false",
        applied: (ground) => ({ ...ground.declared, rules: [ruleOf(ground.declared), rawRuleWithFalse()] }),
        verdict: "no change",
    },
    {
        title: "a rule declared raw, a flag in it set that was false",
        applied: (ground) => ({ ...ground.declared, rules: [ruleOf(ground.declared), rawRuleWithFalse()] }),
        happens: ({ hand }) =>
            hand.edit(({ rules }) => {
                byName(rules, "ssh").privileges[0].privilege_value.admin_level_permissions = true;
            }),
        verdict: "drift rules",
    },
    {
        title: "a rule declared raw, its condition taken out",
        applied: (ground) => ({ ...ground.declared, rules: [ruleOf(ground.declared), rawServerRule] }),
        happens: ({ hand }) =>
            hand.edit(({ rules }) => {
                Object.assign(
                    rules.find((rule: { name: string }) => rule.name === "ssh"),
                    { conditions: [] },
                );
            }),
        verdict: "drift rules",
    },
];

const flags = (policy: Wire) => policy.rules[0].privileges[0].privilege_value;
const selector = (rule: Wire) => rule.resource_selector.selectors[0];

/** The console can do what the API may refuse. */
async function moved({ tenant, hand }: PolicyGround, change: (policy: Wire) => void): Promise<void> {
    const { policyResourceGroupChange } = tenant.settings;
    tenant.settings.policyResourceGroupChange = "accepted";
    await hand.edit(change);
    tenant.settings.policyResourceGroupChange = policyResourceGroupChange;
}

/** The rule that the ground declares. */
export const ruleOf = (declared: Wire) => declared.rules[0];

const secondRule = ({ teamsId }: PolicyGround) => ({
    name: "all teams",
    secretFolderId: teamsId,
    privileges: ["list"],
});

const { name: _name, ...raw } = serverRule("ssh");
export const rawServerRule = { name: "ssh", raw };

const approval = (id: string) => ({
    condition_type: "access_request",
    condition_value: { request_type_id: id, request_type_name: `Ask the ${id}`, expires_after_seconds: 900 },
});

const threeConditions = [
    { conditionType: "mfa", reAuthFrequencyInSeconds: 0, acrValues: "phr" },
    { conditionType: "access_request", requestTypeId: "security", requestTypeName: "Ask", expiresAfterSeconds: 900 },
    { conditionType: "access_request", requestTypeId: "manager", requestTypeName: "Ask", expiresAfterSeconds: 1800 },
];

function rawRuleWithFalse() {
    const rule = structuredClone(rawServerRule);
    rule.raw.privileges[0].privilege_value.admin_level_permissions = false;
    return rule;
}
