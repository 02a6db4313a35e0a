import assert from "node:assert/strict";
import sinon from "sinon";
import type { Properties } from "../../resources/lifecycle/declared/plain";
import { anew } from "../support/anew";
import { type PolicyGround, policyGround } from "./support/policy-ground";

/** With claims of its own: other tests of this process make a policy of the same name, in a tenant of theirs. */
const { provider } = anew<typeof import("../../resources/provider")>(require.resolve("../../resources/provider"));

const folder: Properties = {
    resourceGroup: "platform",
    project: "team-secrets",
    parentFolder: "teams",
    name: "billing",
};

describe("two service users in OPA, one for resources and one for security", () => {
    let ground: PolicyGround;
    const made: (() => Promise<void>)[] = [];
    before(async () => {
        ground = await policyGround();
    });
    beforeEach(() => ground.renew());
    afterEach(forgetAll);
    after(() => ground.close());

    type Keys = Readonly<Record<string, string | undefined>>;

    function keys(): Readonly<Record<"common" | "resource" | "security", Keys>> {
        const { credentials: own } = ground.tenant;
        return {
            common: { OKTAPAM_KEY: own.opaKeyId, OKTAPAM_SECRET: own.opaKeySecret },
            resource: { OKTAPAM_RESOURCE_KEY: own.opaResourceKeyId, OKTAPAM_RESOURCE_SECRET: own.opaResourceKeySecret },
            security: { OKTAPAM_SECURITY_KEY: own.opaSecurityKeyId, OKTAPAM_SECURITY_SECRET: own.opaSecurityKeySecret },
        };
    }

    /** An environment with these keys and no others. */
    function withKeys(...given: Keys[]): void {
        const { OKTAPAM_KEY: _key, OKTAPAM_SECRET: _secret, ...others } = ground.tenant.environment;
        sinon.stub(process, "env").value({ ...others, ...Object.assign({}, ...given) });
    }

    async function make(kind: "opa:SecretFolder" | "opa:SecurityPolicy", declared: Properties): Promise<void> {
        const one = provider(kind);
        const { inputs } = await one.check({}, { ...declared });
        const { id, outs } = await one.create(inputs as Properties);
        made.push(() => one.delete(id, outs));
        assert.equal((await one.read(id, outs)).id, id);
    }

    /** A process talks to one tenant: in the next one the same ids are other objects. */
    async function forgetAll(): Promise<void> {
        for (const remove of made.splice(0).reverse()) await remove();
        sinon.restore();
    }

    const callers = () => [
        ...new Set(ground.tenant.requests.map(({ by }) => by).filter((by) => by !== "administrator")),
    ];

    it("each do their own work", async () => {
        withKeys(keys().resource, keys().security);
        ground.tenant.clearRequests();

        await make("opa:SecurityPolicy", { ...ground.declared, resourceGroup: ground.resourceGroupId });
        assert.deepEqual(callers(), ["security-automation"]);
        ground.tenant.clearRequests();
        await make("opa:SecretFolder", folder);
        assert.deepEqual(callers(), ["resource-automation"]);
    });

    it("find a policy's resource group by name, whichever of them is allowed to list them", async () => {
        for (const resourceGroupList of ["security-admins-too", "for-policy-only"] as const) {
            await ground.renew({ resourceGroupList });
            withKeys(keys().resource, keys().security);

            await make("opa:SecurityPolicy", { ...ground.declared });

            assert.equal(ground.hand.policy().resourceGroupId, ground.resourceGroupId);
            await forgetAll();
        }
    });

    it("each fall back to the common key", async () => {
        withKeys(keys().common, keys().resource);
        ground.tenant.clearRequests();

        await make("opa:SecurityPolicy", { ...ground.declared });

        assert.deepEqual(callers(), ["automation"]);
    });

    it("are told which right is missing when they do each other's work", async () => {
        const { resource, security } = keys();
        withKeys(
            {
                OKTAPAM_SECURITY_KEY: resource["OKTAPAM_RESOURCE_KEY"],
                OKTAPAM_SECURITY_SECRET: resource["OKTAPAM_RESOURCE_SECRET"],
            },
            {
                OKTAPAM_RESOURCE_KEY: security["OKTAPAM_SECURITY_KEY"],
                OKTAPAM_RESOURCE_SECRET: security["OKTAPAM_SECURITY_SECRET"],
            },
        );

        await assert.rejects(
            make("opa:SecurityPolicy", { ...ground.declared }),
            /Give the service user the role security_admin/,
        );
        await assert.rejects(make("opa:SecretFolder", folder), /resource_admin/);

        assert.equal(ground.tenant.store.policies.size, 1);
        assert.deepEqual(
            [...ground.tenant.store.folders.values()].map(({ name }) => name),
            ["teams", "payments"],
        );
    });

    it("are named when one of them is missing", async () => {
        withKeys(keys().resource);

        await assert.rejects(
            make("opa:SecurityPolicy", { ...ground.declared }),
            /OKTAPAM_KEY.*opa:key.*\n.*OKTAPAM_SECRET/,
        );
    });

    it("are never mixed: with half a key of its own, one is told that the other half is missing", async () => {
        withKeys(keys().common, { OKTAPAM_SECURITY_KEY: "11111111-1111-4111-8111-111111111111" });
        ground.tenant.clearRequests();

        await assert.rejects(
            make("opa:SecurityPolicy", { ...ground.declared }),
            /OKTAPAM_SECURITY_SECRET.*opa:securitySecret/,
        );

        assert.deepEqual(ground.tenant.requests, []);
    });
});
