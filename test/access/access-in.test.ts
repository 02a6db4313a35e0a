import assert from "node:assert/strict";
import fc from "fast-check";
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
        scene = new Scene(tenant);
    });
    beforeEach(() => tenant.reset());
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
});

/** The organisation, with the service user that looks at it. */
function fillAndStaff({ store }: Tenant, org: Parameters<typeof fill>[1]): void {
    fill(store, org);
    store.projects.set("project", { id: "project", seq: 0, name: "project", resourceGroupId: "own" });
    makeOpaUser(store, serviceUsers.automation, "service");
    makeOpaGroup(store, "automation", ["resource_admin", "security_admin"], [serviceUsers.automation]);
}
