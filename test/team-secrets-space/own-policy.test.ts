import assert from "node:assert/strict";
import { runtime } from "@pulumi/pulumi";
import { groupNameNow, isPolicyOfStack } from "../../resources/team-secrets-space/lookups/own-policy";
import { type PolicyGround, policyGround } from "../opa/support/policy-ground";

describe("the policy that a space has", () => {
    let ground: PolicyGround;
    before(async () => {
        ground = await policyGround();
        await runtime.setMocks({ newResource: () => ({ id: "", state: {} }), call: () => ({}) }, "acme", "dev");
    });
    beforeEach(() => ground.renew());
    after(() => ground.close());

    const made = () => ground.life("payments-policy").up({ ...ground.declared });
    const lists = () =>
        ground.tenant.requests.filter(
            ({ by, method, path }) => by === "automation" && method === "GET" && path.endsWith("/security_policy"),
        ).length;

    it("tells the name of its group, and that the space exists, by one list for all spaces", async () => {
        await made();
        const opa = ground.connect();
        ground.tenant.clearRequests();

        const names = await Promise.all([groupNameNow(opa, "payments"), groupNameNow(opa, "payments")]);
        const isOwn = await isPolicyOfStack(opa, "team-payments secrets");

        assert.deepEqual([names, isOwn], [["team-payments", "team-payments"], true]);
        assert.equal(lists(), 1);
    });

    it("is found a moment after it was made, whatever was asked before", async () => {
        const opa = ground.connect();
        assert.equal(await groupNameNow(opa, "payments"), undefined);
        assert.equal(await isPolicyOfStack(opa, "team-payments secrets"), false);

        await made();

        assert.equal(await groupNameNow(opa, "payments"), "team-payments");
        assert.equal(await isPolicyOfStack(opa, "team-payments secrets"), true);
    });

    it("is none of this stack's when another stack made it, or nobody's, or it cannot be seen", async () => {
        await ground.life("acme/prod/payments-policy").up({ ...ground.declared });
        const opa = ground.connect();

        assert.equal(await isPolicyOfStack(opa, "team-payments secrets"), false);
        assert.equal(await groupNameNow(opa, "payments"), undefined);
        ground.tenant.fail({ path: /security_policy$/, status: 403, times: 9 });
        assert.equal(await isPolicyOfStack(ground.connect(), "team-payments secrets"), false);
        assert.equal(await groupNameNow(ground.connect(), "payments"), undefined);
    });
});
