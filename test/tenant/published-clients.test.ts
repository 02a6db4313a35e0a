import assert from "node:assert/strict";
import { bodyOf } from "./support/asking";
import { policyFor, ruleOn } from "./support/policies";
import { made, sceneForEach } from "./support/scene";
import { ServiceApp } from "./support/service-app";

/**
 * What clients that people use rest on, read in their source: where a tenant as it comes answered otherwise, they could not
 * work, and their users say that they do.
 */
describe("a tenant as it comes lets published clients work:", () => {
    const at = sceneForEach();

    describe("Okta's Terraform provider for OPA, 0.7.1", () => {
        it("takes a group for deleted whose deleted_at is neither null nor empty", async () => {
            const { list } = made<{ list: { deleted_at: unknown }[] }>(await at.scene.me.opa("GET", "/groups"));

            assert.deepEqual(new Set(list.map(({ deleted_at }) => deleted_at)), new Set([null]));
        });

        it("cannot store a rule that has an id", async () => {
            const policy = policyFor([await at.scene.opaGroup("payments")], [ruleOn(at.scene.teams.id, ["list"])]);

            const [rule] = (await at.scene.policy(policy))["rules"] as object[];

            assert.ok(rule && !("id" in rule));
        });

        it("takes no other status than 200 for a new policy, and 204 for what is changed", async () => {
            const { admin, tenant, project } = at.scene;
            const [place] = tenant.store.resourceGroups.values();
            const delegated_resource_admin_groups = place?.delegatedAdminGroupIds.map((id) => ({ id }));
            const body = policyFor([await at.scene.opaGroup("payments")], [ruleOn(at.scene.teams.id, ["list"])]);

            const policy = await admin.opa("POST", "/security_policy", body);
            const changes = [
                await admin.opa("PUT", `/security_policy/${bodyOf(policy)["id"]}`, body),
                await admin.opa("PUT", "/groups/payments", { roles: [] }),
                await admin.opa("PUT", project, { name: "team-secrets" }),
                await admin.opa("PUT", `/resource_groups/${place?.id}`, {
                    ...{ name: "platform", description: "", delegated_resource_admin_groups },
                }),
            ];

            assert.equal(policy.status, 200);
            assert.deepEqual(
                changes.map(({ status }) => status),
                [204, 204, 204, 204],
            );
        });

        it("cannot store after a change what was not declared: a policy's type, an empty description", async () => {
            const body = policyFor([await at.scene.opaGroup("payments")], [ruleOn(at.scene.teams.id, ["list"])]);

            const policy = await at.scene.policy(body);

            assert.deepEqual(
                ["type", "description", "resource_group"].filter((name) => name in policy),
                [],
            );
        });
    });

    describe("Okta's Terraform provider, 6.12", () => {
        it("has okta.groups.manage alone in Okta's guide, and reads the group that it makes", async () => {
            const app = new ServiceApp(at.scene.tenant, { scopes: ["okta.groups.manage"] });

            const { status } = await app.call(`Bearer ${await app.token({ scope: "okta.groups.manage" })}`);

            assert.equal(status, 200);
        });

        it("goes on in the list of mappings behind the last one's id", async () => {
            const [first, second] = [await at.scene.mapping("one"), await at.scene.mapping("two")];

            const rest = made<object[]>(
                await at.scene.me.okta("GET", `${at.scene.mappings}?after=${first.id}&limit=1`),
            );

            assert.deepEqual(
                rest.map((one) => Reflect.get(one, "id")),
                [second.id],
            );
        });
    });
});
