import assert from "node:assert/strict";
import sinon from "sinon";
import { listOpaGroups, listOpaSecurityPolicies } from "../../../resources";
import { unconfirmed } from "../../../tenant";
import { makeOpaGroup, makePolicy } from "../../../tenant/store/make-opa";
import { type PolicyGround, policyGround } from "../support/policy-ground";
import { folderRule, serverRule } from "../support/policy-hand";

describe("a list for programs and tools", () => {
    let ground: PolicyGround;
    before(async () => {
        ground = await policyGround();
    });
    beforeEach(async () => {
        await ground.renew();
        sinon.stub(process, "env").value({ ...ground.tenant.environment });
    });
    afterEach(() => sinon.restore());
    after(() => ground.close());

    it("of policies tells who may do what, in the words of a declaration", async () => {
        const life = ground.life();
        await life.up({ ...ground.declared });
        await ground.hand.edit(({ rules }) => {
            rules.push(serverRule("ssh"), folderRule("two", ground.teamsId, "list"));
            rules[2].resource_selector.selectors.push(rules[0].resource_selector.selectors[0]);
        });

        const [policy, ...more] = await listOpaSecurityPolicies({ contains: "PAYMENTS SECRETS" });

        assert.deepEqual(more, []);
        const group = ground.tenant.store.opaGroupNamed("team-payments");
        assert.deepEqual(
            { ...policy, rules: policy?.rules.slice(0, 1) },
            {
                id: life.state?.id,
                name: "team-payments secrets",
                description: "Secrets of team payments",
                active: true,
                resourceGroup: { id: ground.resourceGroupId, name: "platform" },
                userGroups: [{ id: group?.id, name: "team-payments" }],
                workloadRoles: [],
                rules: [
                    {
                        name: "payments",
                        resourceType: "secret_based_resource",
                        secretFolder: { id: ground.folderId, name: "payments" },
                        privileges: ["list", "folder_create", "secret_create", "secret_update", "secret_reveal"],
                        conditions: [
                            { conditionType: "mfa", reAuthFrequencyInSeconds: 3600, acrValues: "urn:okta:loa:2fa:any" },
                        ],
                    },
                ],
            },
        );
        const others = policy?.rules.slice(1).map(({ name, resourceType, raw }) => [name, resourceType, typeof raw]);
        assert.deepEqual(others, [
            ["ssh", "server_based_resource", "object"],
            ["two", "secret_based_resource", "object"],
        ]);
    });

    it("of policies has all pages, team-wide ones too, whatever form OPA's answers have", async () => {
        for (const linkLines of ["one", "several"] as const) {
            await ground.renew({ linkLines, teamWideScope: "null", emptyConditions: "null" });
            const [seeded] = ground.tenant.store.policies.values();
            assert.ok(seeded);
            const { id: _id, seq: _seq, ...policy } = seeded;
            for (let count = 0; count < 250; count += 1) {
                makePolicy(ground.tenant.store, { ...policy, name: `policy ${count}`, resourceGroupId: null });
            }

            const policies = await listOpaSecurityPolicies();

            assert.equal(new Set(policies.map(({ id }) => id)).size, 251);
            assert.equal(policies.filter(({ resourceGroup }) => resourceGroup === undefined).length, 250);
        }
    });

    it("of policies has one with relationships, and none when nothing fits, whatever form an empty list has", async () => {
        await ground.hand.add({
            name: "by assignment",
            active: true,
            relationships: [{ id: "5d9e0f1a-2b3c-4d5e-8f60-718293a4b5c6" }],
            rules: [{ name: "ssh", resource_type: "server_based_resource", privileges: [] }],
        });
        for (const emptyLists of unconfirmed.emptyLists.values) {
            ground.tenant.settings.emptyLists = emptyLists;

            const [policy, ...more] = await listOpaSecurityPolicies({ contains: "assignment" });

            assert.deepEqual(more, []);
            assert.deepEqual(
                [policy?.userGroups, policy?.rules.map(({ name, resourceType }) => [name, resourceType])],
                [[], [["ssh", "server_based_resource"]]],
            );
            assert.deepEqual(await listOpaSecurityPolicies({ contains: "nothing" }), []);
            assert.deepEqual(await listOpaGroups({ contains: "nothing" }), []);
        }
    });

    it("of groups has all pages of those that are not deleted, with their roles", async () => {
        for (let count = 0; count < 150; count += 1) makeOpaGroup(ground.tenant.store, `team-${count}`, []);
        await ground.hand.removeGroup("team-payments");

        const groups = await listOpaGroups();

        assert.equal(groups.filter(({ name }) => name.startsWith("team-")).length, 150);
        assert.deepEqual(groups.find(({ name }) => name === "automation")?.roles, ["resource_admin", "security_admin"]);
        assert.deepEqual((await listOpaGroups({ contains: "team-payments" })).length, 0);
    });

    it("names the missing right, or the missing credentials", async () => {
        await ground.hand.roles("resource_admin");
        await assert.rejects(listOpaSecurityPolicies(), /Give the service user the role security_admin/);
        sinon.restore();
        sinon.stub(process, "env").value({ OKTAPAM_TEAM: "example" });
        await assert.rejects(listOpaGroups(), /OKTAPAM_API_HOST/);
    });
});
