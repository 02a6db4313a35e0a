import assert from "node:assert/strict";
import { makeOpaGroup } from "../../../../tenant/store/make-opa";
import { type Extras, newerOpa } from "../../support/newer-opa";
import type { PolicyGround } from "../../support/policy-ground";
import { folderRule } from "../../support/policy-hand";
import { errors, type Scenario } from "./scenario";

const onePolicy = { method: "GET", path: /\/security_policy\/[^/]+$/ } as const;
const allPolicies = { method: "GET", path: /\/security_policy$/ } as const;
const groupStatements = ["deletedGroupByName", "deletedGroupInPolicies", "groupListRole"] as const;

/** A policy as people may write it: scoped by assignment, without principals and selectors. */
const byAssignment = {
    name: "by assignment",
    active: true,
    relationships: [{ id: "5d9e0f1a-2b3c-4d5e-8f60-718293a4b5c6" }],
    rules: [{ name: "ssh", resource_type: "server_based_resource", privileges: [] }],
};

/** Something happens to what the policy names, or to who asks; then the drift job runs. */
export const around: readonly Omit<Scenario, "run">[] = [
    {
        title: "deleted",
        happens: ({ hand }) => hand.remove(),
        under: errors,
        verdict: "gone",
    },
    {
        title: "deleted, behind 150 others in the list",
        happens: async ({ hand, tenant }) => {
            await hand.remove();
            const [other] = tenant.store.policies.values();
            for (let count = 0; count < 150; count += 1) {
                const id = tenant.store.ids.opa();
                if (other)
                    tenant.store.policies.set(id, { ...other, id, seq: tenant.store.ids.next(), name: `p${count}` });
            }
        },
        under: ["linkLines"],
        verdict: "gone",
    },
    {
        title: "deleted, with every other policy",
        happens: ({ tenant }) => tenant.store.policies.clear(),
        under: errors,
        verdict: "gone",
        heals: "anew",
    },
    {
        title: "another policy with relationships exists",
        happens: ({ hand }) => hand.add(byAssignment),
        verdict: "no change",
    },
    {
        title: "deleted, and another with relationships created under its name",
        happens: async ({ hand, declared }) => {
            await hand.remove();
            await hand.add({ ...byAssignment, name: declared["name"] });
        },
        verdict: "gone",
        heals: { refuses: "already exists" },
    },
    {
        title: "deleted, and an identical one created",
        happens: async ({ hand, resourceGroupId, folderId }) => {
            const { userGroups } = hand.policy();
            await hand.remove();
            await hand.add(likeDeclared(resourceGroupId, userGroups[0]?.id ?? "", folderId));
        },
        verdict: "gone",
        heals: { refuses: "carries no mark of a Pulumi resource, and is what is declared" },
    },
    {
        title: "a policy of the same name created",
        happens: ({ hand, resourceGroupId, folderId }) =>
            hand.add(likeDeclared(resourceGroupId, hand.policy().userGroups[0]?.id ?? "", folderId)),
        only: { policyNames: "may-repeat" },
        verdict: "no change",
    },
    {
        title: "its group deleted and pushed again, with another id",
        happens: async ({ hand, tenant }) => {
            await hand.removeGroup("team-payments");
            makeOpaGroup(tenant.store, "team-payments", [], ["ana@example.com"]);
        },
        under: [...groupStatements.slice(0, 2)],
        verdict: "drift principals",
    },
    {
        title: "its group deleted",
        happens: ({ hand }) => hand.removeGroup("team-payments"),
        under: [...groupStatements.slice(0, 2)],
        verdict: "drift principals",
        heals: { refuses: 'OPA has no group named "team-payments"' },
    },
    {
        title: "its group, declared by id, deleted",
        applied: ({ declared, tenant }) => ({
            ...declared,
            principals: { userGroups: [{ id: groupId(tenant.store) }] },
        }),
        happens: ({ hand }) => hand.removeGroup("team-payments"),
        under: [...groupStatements.slice(0, 2)],
        verdict: "drift principals",
        heals: { refuses: "OPA has no group with the id" },
    },
    {
        title: "its group renamed in OPA",
        happens: ({ tenant }) => Object.assign(groupOf(tenant.store) ?? {}, { name: "team-billing" }),
        verdict: "drift principals",
        heals: { refuses: 'OPA has no group named "team-payments"' },
    },
    {
        title: "another group, deleted before, still referenced",
        happens: async ({ hand }) => {
            const id = await hand.group("sales");
            await hand.edit(({ principals }) => principals.user_groups.push({ id }));
            await hand.removeGroup("sales");
        },
        under: [...groupStatements.slice(0, 2)],
        verdict: "no change",
    },
    {
        title: "groups missing in the list that are found by name",
        happens: ({ tenant }) => tenant.fail({ path: /\/groups$/, body: '{"list":[]}' }),
        verdict: "no change",
    },
    {
        title: "groups cannot be read any more",
        happens: ({ tenant }) => Object.assign(tenant.settings, { groupListRole: "pam-admin" }),
        under: errors,
        verdict: "permission",
        says: ["pam_admin"],
    },
    {
        title: "groups cannot be read, and its own is declared by id",
        applied: ({ declared, tenant }) => ({
            ...declared,
            principals: { userGroups: [{ id: groupId(tenant.store) }] },
        }),
        happens: ({ tenant }) => Object.assign(tenant.settings, { groupListRole: "pam-admin" }),
        verdict: "no change",
    },
    {
        title: "its folder deleted, with everything it granted",
        happens: ({ hand, folderId }) => hand.removeFolder(folderId),
        under: ["deletedFolderInPolicies", "unknownReference"],
        verdict: ({ deletedFolderInPolicies }) => (deletedFolderInPolicies === "removed" ? "drift rules" : "no change"),
        heals: ({ unknownReference }) =>
            unknownReference === "refused" ? { refuses: "There is no object with the id" } : "anew",
    },
    {
        title: "its resource group renamed",
        happens: ({ tenant }) => {
            for (const one of tenant.store.resourceGroups.values()) one.name = "renamed";
        },
        verdict: "no change",
    },
    {
        title: "a later OPA keeps more in it",
        happens: (ground) => newer(ground, extras()),
        verdict: "no change",
        witness: async (ground, life) => {
            const kept = extras();
            newer(ground, kept);
            await life.up({ ...ground.declared, description: "written again" });
            assert.deepEqual(kept, extras());
            assert.equal(ground.hand.policy().description, "written again [pulumi:acme/dev/payments]");
        },
    },
    {
        title: "a privilege of a later OPA granted",
        happens: (ground) => newer(ground, { privilegeValue: { secret_share: true } }),
        verdict: "drift rules",
    },
    {
        title: "a privilege of a later OPA there, not granted",
        happens: (ground) => newer(ground, { privilegeValue: { secret_share: false } }),
        verdict: "no change",
    },
    {
        title: "the role revoked",
        happens: ({ hand }) => hand.roles("resource_admin"),
        under: errors,
        verdict: "permission",
        says: ["security_admin"],
    },
    {
        title: "every role revoked",
        happens: ({ hand }) => hand.roles(),
        under: errors,
        verdict: "permission",
        says: ["security_admin"],
    },
    {
        title: "deleted, and the role revoked",
        happens: async ({ hand }) => {
            await hand.remove();
            await hand.roles();
        },
        under: errors,
        verdict: "permission",
        says: ["security_admin"],
    },
    {
        title: "hidden: 404, although it is listed",
        happens: ({ tenant }) => tenant.fail({ ...onePolicy, status: 404 }),
        under: errors,
        verdict: "permission",
        says: ["it is listed, but cannot be opened"],
    },
    {
        title: "hidden: 404, and a list for other resource groups only",
        happens: ({ tenant }) => {
            tenant.fail({ ...onePolicy, status: 404 });
            tenant.fail({ ...allPolicies, body: '{"list":[]}' });
            tenant.fail({ path: /\/users\/[^/]+\/groups$/, times: 2, body: '{"list":[]}' });
            tenant.fail({ path: /\/resource_groups$/, times: 2, body: '{"list":[]}' });
        },
        under: errors,
        verdict: "permission",
        says: [
            "does not have the role security_admin",
            "`pulumi state delete` with its URN",
            "remove that dependency, such as dependsOn, from the program, and run `pulumi up` first",
        ],
    },
    {
        title: "hidden: the role taken away while it is looked for",
        happens: ({ tenant }) => {
            tenant.fail({ ...onePolicy, status: 404 });
            tenant.fail({ ...allPolicies, body: '{"list":[]}' });
            tenant.fail({ path: /\/users\/[^/]+\/groups$/, nth: 2, body: '{"list":[]}' });
            tenant.fail({ path: /\/resource_groups$/, body: '{"list":[]}' });
        },
        under: errors,
        verdict: "permission",
        says: ["does not have the role security_admin"],
    },
    {
        title: "deleted, proven by the right to assign policies to its resource group",
        happens: async ({ hand, tenant }) => {
            await hand.remove();
            tenant.fail({ path: /\/users\/[^/]+\/groups$/, times: 2, body: '{"list":[]}' });
        },
        under: ["resourceGroupList"],
        verdict: "gone",
    },
    {
        title: "deleted, and policies may be assigned to another resource group only",
        happens: async ({ hand, tenant }) => {
            await hand.remove();
            tenant.fail({ path: /\/users\/[^/]+\/groups$/, times: 2, body: '{"list":[]}' });
            const body = JSON.stringify({ list: [{ id: tenant.store.ids.opa(), name: "others" }] });
            tenant.fail({ path: /\/resource_groups$/, times: 2, body });
        },
        under: errors,
        verdict: "permission",
        says: ["does not have the role security_admin"],
    },
    {
        title: "deleted, and its own roles cannot be read",
        happens: async ({ hand, tenant }) => {
            await hand.remove();
            tenant.fail({ path: /\/users\/[^/]+\/groups$/, times: 2, status: 403 });
            tenant.fail({ path: /\/resource_groups$/, times: 2, body: '{"list":[]}' });
        },
        under: errors,
        verdict: "permission",
        says: ["own roles cannot be read"],
    },
    { title: "its token expired", happens: ({ tenant }) => tenant.expireTokens(), verdict: "no change" },
    {
        title: "the key rotated",
        happens: ({ tenant }) => Object.assign(tenant.standing, { hasOpaKey: false }),
        under: errors,
        verdict: "permission",
        says: ["OKTAPAM_KEY"],
    },
    {
        title: "asked of another team",
        happens: (ground) => Object.assign(ground, { as: { team: "another" } }),
        under: errors,
        verdict: "permission",
        says: ["OKTAPAM_TEAM"],
    },
    { title: "one 503", happens: ({ tenant }) => tenant.fail({ ...onePolicy, status: 503 }), verdict: "no change" },
    {
        title: "503 for good",
        happens: ({ tenant }) => tenant.fail({ ...onePolicy, status: 503, times: 100 }),
        under: errors,
        verdict: "unavailable",
    },
    {
        title: "deleted, and 503 for the list",
        happens: async ({ hand, tenant }) => {
            await hand.remove();
            tenant.fail({ ...allPolicies, status: 503, times: 100 });
        },
        under: errors,
        verdict: "unavailable",
    },
    {
        title: "no connection",
        happens: ({ tenant }) => tenant.fail({ ...onePolicy, drop: "before", times: 100 }),
        verdict: "unavailable",
    },
    {
        title: "a portal's page as the answer",
        happens: ({ tenant }) => tenant.fail({ ...onePolicy, body: "<html>Log in</html>", times: 100 }),
        verdict: "unavailable",
    },
];

/** Something of a later version in each place where a policy can hold it. */
const extras = (): Extras => ({
    policy: { labels: ["blue"] },
    principals: { devices: [{ id: "d1" }] },
    rule: { valid_until: "2027-01-01T00:00:00Z" },
    privilegeValue: { watermark: "team" },
    conditionValue: { grace_in_seconds: 5 },
});

const newer = (ground: PolicyGround, kept: Extras) => Object.assign(ground, { tamper: newerOpa(kept) });

const groupOf = (store: PolicyGround["tenant"]["store"]) => store.opaGroupNamed("team-payments");

const groupId = (store: PolicyGround["tenant"]["store"]) => groupOf(store)?.id;

/** What the ground declares, as somebody makes it by hand. */
export const likeDeclared = (resourceGroupId: string, principalId: string, folderId: string) => ({
    name: "team-payments secrets",
    description: "Secrets of team payments",
    active: true,
    resource_group: { id: resourceGroupId },
    principals: { user_groups: [{ id: principalId }] },
    rules: [
        {
            ...folderRule(
                "payments",
                folderId,
                "list",
                "folder_create",
                "secret_create",
                "secret_update",
                "secret_reveal",
            ),
            conditions: [{ condition_type: "mfa", condition_value: { re_auth_frequency_in_seconds: 3600 } }],
        },
    ],
});
