import assert from "node:assert/strict";
import { existingIdKey, type Properties } from "../../../resources/lifecycle/declared/plain";
import { unknownValue } from "../../../resources/lifecycle/declared/unknown";
import type { Life } from "../../support/life-of";
import { type PolicyGround, policyGround } from "../support/policy-ground";
import { serverRule } from "../support/policy-hand";

const itself = /\/security_policy\/[^/]+$/;

describe("the deletion of a security policy", () => {
    let ground: PolicyGround;
    let life: Life;
    before(async () => {
        ground = await policyGround();
    });
    beforeEach(async () => {
        await ground.renew();
        life = ground.life();
        await life.up(ground.declared);
        ground.tenant.clearRequests();
    });
    after(() => ground.close());

    const isThere = () => ground.tenant.store.policies.has(String(life.state?.id));
    const writes = () => ground.tenant.requests.filter((one) => one.writes && one.by === "automation").length;

    it("forgets no policy that is only hidden, before it is deleted or while it is", async () => {
        for (const method of ["GET", "DELETE"]) {
            ground.tenant.fail({ method, path: itself, status: 404 });

            await assert.rejects(life.destroy(), /Cannot determine whether security policy .* is gone/);
        }
        assert.ok(isThere());
    });

    it("forgets no policy that its service user may not see any more", async () => {
        await ground.hand.roles("resource_admin");

        await assert.rejects(life.destroy(), /Missing capability: security_admin/);

        assert.ok(isThere());
    });

    it("is done where somebody else deleted it before", async () => {
        await ground.hand.remove();

        await life.destroy();

        assert.equal(life.state, undefined);
        assert.equal(writes(), 0);
    });

    it("is done where somebody else deletes it at the same moment", async () => {
        ground.tamper = (send) => async (request) => {
            if (request.method === "DELETE") await ground.hand.remove();
            return send(request);
        };

        await life.destroy();

        assert.equal(life.state, undefined);
    });

    it("fails with what OPA says, and not as a policy that is gone", async () => {
        ground.tenant.fail({ method: "DELETE", path: itself, status: 403 });

        await assert.rejects(life.destroy(), /403/);

        assert.ok(isThere());
    });

    it("leaves a policy to a resource that adopted it, also one that has rules on other things", async () => {
        await ground.life("acme/prod/payments").up({ ...ground.declared, onExisting: "adopt" });
        await ground.hand.edit(({ rules }) => rules.push(serverRule("ssh")));
        ground.tenant.clearRequests();

        await life.destroy();

        assert.equal(ground.hand.policy().rules.length, 2);
        assert.match(ground.said.join("\n"), /Kept security policy "team-payments secrets" .*acme\/prod/);
        assert.equal(writes(), 0);
    });
});

describe("a plan for a security policy that is there already", () => {
    let ground: PolicyGround;
    before(async () => {
        ground = await policyGround();
    });
    after(() => ground.close());

    const plan = (more: Properties) => ground.life().preview({ ...ground.declared, ...more });
    const absent = "3b0f6c1e-52a4-4d7e-9c35-0a1f6f2d9b11";

    it("compares what is known, whichever push brings its groups, and waits for the rest", async () => {
        const by = { [existingIdKey]: absent };

        await assert.rejects(plan({ ...by, pushedBy: [unknownValue] }), /There is no security policy/);
        assert.equal((await plan({ ...by, description: unknownValue })).op, "create");
    });

    it("needs no groups where it is to be adopted, but the policy itself", async () => {
        const life = ground.life();
        await life.up(ground.declared);
        const principals = { userGroups: [{ name: "comes later" }] };
        const id = { [existingIdKey]: life.state?.id };

        assert.equal((await plan({ ...id, principals, onExisting: "adopt" })).op, "create");
        await assert.rejects(plan({ ...id, principals }), /comes later/);
        const other = { [existingIdKey]: absent, onExisting: "adopt" };
        await assert.rejects(plan({ ...other, principals }), /There is no security policy/);
    });
});
