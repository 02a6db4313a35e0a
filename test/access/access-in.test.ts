import assert from "node:assert/strict";
import fc from "fast-check";
import { only } from "../../cli/access/only";
import { accessIn } from "../../resources/access/access-in";
import { canonicalText } from "../../resources/access/document";
import { look } from "../../resources/access/look";
import { startTenant, type Tenant } from "../../tenant";
import { serviceUsers } from "../../tenant/credentials";
import { makeOpaGroup, makeOpaUser } from "../../tenant/store/make-opa";
import { connected, type OtherCredentials, plenty } from "../opa/support/connected";
import { conditions, policyFor, ruleOn } from "../tenant/support/policies";
import { fill, organisation } from "../tenant/support/random-org";
import { Scene } from "../tenant/support/scene";
import { waysByAccess, waysByVerdict } from "./support/ways";

const settings = { ...plenty, overlappingMfa: "each-its-own", deletedGroupInPolicies: "dangles" } as const;

async function accessOf(tenant: Tenant, others: { resource?: OtherCredentials; security?: OtherCredentials } = {}) {
    const connect = (credentials: OtherCredentials = {}) => connected(tenant, (send) => send, credentials, {});
    return accessIn(await look({ resource: connect(others.resource), security: connect(others.security) }));
}

describe("who can do what where", () => {
    let scene: Scene;
    let tenant: Tenant;

    before(async () => {
        tenant = await startTenant({ settings });
    });
    beforeEach(() => {
        tenant.reset();
        scene = new Scene(tenant);
    });
    after(() => tenant.close());

    it("is what the tenant's verdict says on the organisation as seeded, with a few policies more", async () => {
        const groupId = await scene.opaGroup("payments", [], "ana@example.com", "ben@example.com", "pulumi-security");
        const folderId = await scene.folder("payments");
        await scene.folder("prod", folderId);
        await scene.secret("pin", folderId);
        const rule = ruleOn(folderId, ["list", "secret_reveal"], {
            conditions: [conditions.mfa, conditions.accessRequest],
        });
        await scene.policy(policyFor([groupId], [rule]));
        await scene.policy(policyFor([groupId], [ruleOn(folderId, ["list"])], { name: "off", active: false }));

        const access = await accessOf(tenant);

        assert.deepEqual(waysByAccess(tenant, access), waysByVerdict(tenant));
        assert.deepEqual(
            access.rows.map(({ person, path, inheritedFrom }) => [person, path, inheritedFrom].join(" ")),
            [
                "pulumi-automation teams ",
                "pulumi-resources teams ",
                "pulumi-automation teams/payments teams",
                "pulumi-resources teams/payments teams",
                "ana@example.com teams/payments ",
                "ben@example.com teams/payments ",
                "pulumi-security teams/payments ",
                "pulumi-automation teams/payments/prod teams",
                "pulumi-resources teams/payments/prod teams",
                "ana@example.com teams/payments/prod teams/payments",
                "ben@example.com teams/payments/prod teams/payments",
                "pulumi-security teams/payments/prod teams/payments",
            ],
        );
        assert.deepEqual([access.incomplete, access.notUnderstood, access.nowhere], [[], [], []]);
    });

    it("is what the tenant's verdict says on any organisation, and no request writes", async () => {
        let seen = 0;
        await fc.assert(
            fc.asyncProperty(organisation, async (org) => {
                fillAndStaff(tenant, org);
                tenant.clearRequests();

                const access = await accessOf(tenant);

                assert.deepEqual(waysByAccess(tenant, access), waysByVerdict(tenant));
                assert.deepEqual([access.incomplete, access.notUnderstood], [[], []]);
                assert.deepEqual(
                    tenant.requests.filter(({ writes }) => writes),
                    [],
                );
                seen += access.rows.length;
            }),
            { numRuns: 25 },
        );
        assert.ok(seen > 100, `${seen} rows`);
    });

    it("has the same text whatever the order OPA answers in and whatever it leaves out", async () => {
        const [org] = fc.sample(organisation, { numRuns: 1, seed: 7 });
        assert.ok(org);
        fillAndStaff(tenant, org);
        const text = canonicalText(await accessOf(tenant));

        Object.assign(tenant.settings, {
            policyOrder: "reversed",
            falseBooleans: "kept",
            emptyConditions: "null",
            emptyLists: "absent",
            wholeLists: "paged",
            teamWideScope: "null",
            missingFlag: "true-when-valid",
            liveGroupDeletedAt: "zero-time",
            listItemPath: "absent",
        });

        assert.equal(canonicalText(await accessOf(tenant)), text);
        assert.doesNotMatch(text, /secret-\d/);
    });

    it("has each folder with the number of secrets in it, no name of one, and none where one person is asked for", async () => {
        const folderId = await scene.folder("payments");
        const innerId = await scene.folder("prod", folderId);
        await scene.secret("pin", folderId);
        await scene.secret("token-a", innerId);
        await scene.secret("token-b", innerId);

        const access = await accessOf(tenant);

        assert.deepEqual(
            access.folders?.map(({ path, secrets }) => [path, secrets]),
            [
                ["teams", 0],
                ["teams/payments", 1],
                ["teams/payments/prod", 2],
            ],
        );
        assert.doesNotMatch(canonicalText(access), /pin|token-/);
        assert.equal(only(access, { person: "ana@example.com" }).folders, undefined);
    });

    describe("when it is not all seen or not all understood", () => {
        let groupId: string;
        let folderId: string;

        beforeEach(async () => {
            groupId = await scene.opaGroup("payments", [], "ana@example.com");
            folderId = await scene.folder("payments");
            await scene.policy(policyFor([groupId], [ruleOn(folderId, ["list"])]));
        });

        const anasRows = async (others?: Parameters<typeof accessOf>[1]) => {
            const access = await accessOf(tenant, others);
            return { ...access, ana: access.rows.filter(({ person }) => person === "ana@example.com") };
        };

        it("names a rule and a policy whose shape is not known, and still says the others", async () => {
            const policy = [...tenant.store.policies.values()].find(({ name }) => name === "policy");
            const [rule] = policy?.rules ?? [];
            assert.ok(policy && rule);
            const gateway = { type: "gateway", value: {} } as const;
            policy.rules = [
                ...policy.rules,
                { ...rule, name: "two targets", targets: [...rule.targets, ...rule.targets] },
                { ...rule, name: "gateway", conditions: [gateway] },
                { ...rule, name: "server", resourceType: "server_based_resource", targets: [] },
                { ...rule, name: "later", resourceType: "" },
            ];

            const { ana, notUnderstood, otherRules, incomplete } = await anasRows();

            assert.deepEqual(
                notUnderstood.map((one) => one.rule),
                ["gateway", "later", "two targets"],
            );
            assert.deepEqual(
                otherRules.map((one) => one.rule),
                ["server"],
            );
            assert.deepEqual([ana.length, incomplete], [1, []]);
        });

        it("names principals of a kind that is not known, and a policy that cannot be read", () => {
            const body = {
                id: "1",
                name: "policy",
                active: true,
                principals: { user_groups: [], robots: [{ id: "2" }] },
                rules: [{ name: "rule", resource_type: "secret_based_resource" }],
            };
            const policies = [
                { id: "1", name: "policy", body },
                { id: "3", name: "odd", body: { id: "3", name: "odd", active: true } },
                { id: "4", name: "off", body: { ...body, id: "4", name: "off", active: false } },
            ];
            const nothing = { folders: [], groups: new Map(), isEveryFolderSeen: true, unseen: [] };

            const { notUnderstood, rows } = accessIn({ ...nothing, policies });

            assert.deepEqual(
                notUnderstood.map(({ policy, rule }) => [policy, rule]),
                [
                    ["odd", null],
                    ["policy", "rule"],
                    ["policy", null],
                ],
            );
            assert.deepEqual(rows, []);
        });

        it("says that a rule on a deleted folder leads nowhere", async () => {
            await scene.me.opa("DELETE", `${scene.folders}/${folderId}`);

            const { ana, nowhere, incomplete } = await anasRows();

            assert.deepEqual([ana, nowhere.map(({ targetId }) => targetId), incomplete], [[], [folderId], []]);
        });

        it("says what is not seen without the role for folders, and does not call a folder gone", async () => {
            const { opaSecurityKeyId: keyId, opaSecurityKeySecret: keySecret } = tenant.credentials;

            const { ana, nowhere, incomplete } = await anasRows({ resource: { keyId, keySecret } });

            assert.deepEqual([ana, nowhere], [[], []]);
            assert.ok(incomplete.some((what) => what.includes(folderId)));
            assert.ok(incomplete.includes('the projects and folders of resource group "platform"'));
        });

        it("counts whoever is in a group that may not be listed", async () => {
            tenant.settings.groupListRole = "pam-admin";

            const { rows, incomplete } = await anasRows();

            assert.deepEqual(
                rows.filter(({ group }) => group === "payments").map(({ person, kind }) => [person, kind]),
                [[null, "unseen members"]],
            );
            assert.ok(incomplete.includes('the members of group "payments"'), incomplete.join("\n"));
        });

        it("fails when policies may not be listed", async () => {
            const { opaResourceKeyId: keyId, opaResourceKeySecret: keySecret } = tenant.credentials;

            await assert.rejects(accessOf(tenant, { security: { keyId, keySecret } }), /security_policy, 401/);
        });

        it("leaves out whom OPA does not let in, and a group that is gone", async () => {
            const before = (await anasRows()).ana.length;
            const user = tenant.store.opaUsers.get("ana@example.com");
            assert.ok(user);
            user.status = "DISABLED";
            const disabled = (await anasRows()).ana.length;
            user.status = "ACTIVE";
            await scene.admin.opa("DELETE", "/groups/payments");
            await scene.opaGroup("payments", [], "ana@example.com");

            assert.deepEqual([before, disabled, (await anasRows()).ana.length], [1, 0, 0]);
        });
    });
});

/** The organisation, with the service user that looks at it. */
function fillAndStaff({ store }: Tenant, org: Parameters<typeof fill>[1]): void {
    fill(store, org);
    store.projects.set("project", { id: "project", seq: 0, name: "project", resourceGroupId: "own" });
    makeOpaUser(store, serviceUsers.automation, "service");
    makeOpaGroup(store, "automation", ["resource_admin", "security_admin"], [serviceUsers.automation]);
}
