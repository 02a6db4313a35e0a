import assert from "node:assert/strict";
import { dynamicProvider } from "../../../resources/lifecycle/dynamic-provider";
import { securityPolicy } from "../../../resources/opa/security-policy/provider";
import { type Life, lifeOf } from "../../support/life-of";
import { leaping, type Meanwhile, once } from "../support/leaping";
import { type PolicyGround, policyGround } from "../support/policy-ground";
import { serverRule, type Wire } from "../support/policy-hand";

const itself = /security_policy\/[^/]+$/;

describe("a security policy is written on a look", () => {
    const asFast: Meanwhile = async () => 0;
    let ground: PolicyGround;
    let meanwhile: Meanwhile;
    before(async () => {
        ground = await policyGround();
    });
    beforeEach(async () => {
        await ground.renew();
        meanwhile = asFast;
    });
    after(() => ground.close());

    async function applied(): Promise<Life> {
        const opa = leaping(ground.tenant, (request) => meanwhile(request));
        const life = lifeOf(dynamicProvider(securityPolicy(() => opa)));
        await life.up(ground.declared);
        ground.tenant.clearRequests();
        return life;
    }
    const somebodyAddsARule = () => ground.hand.edit(({ rules }) => rules.push(serverRule("ssh")));
    const rules = () => ground.hand.policy().rules.map(({ name }) => name);
    const writes = (method: string) =>
        ground.tenant.requests.filter((one) => one.method === method && one.by === "automation").length;
    const described = () => ({ ...ground.declared, description: "New words" });

    it("that is not 10 s old when a new token comes late: nothing that others add is erased", async () => {
        const life = await applied();
        ground.tenant.fail({ method: "PUT", path: itself, status: 401 });
        meanwhile = once("POST", /\/service_token$/, 11, somebodyAddsARule);

        await life.up(described());

        assert.deepEqual(rules(), ["payments", "ssh"]);
        assert.equal(ground.hand.policy().description, "New words");
    });

    it("that is not 10 s old when the answer of the read comes late", async () => {
        const life = await applied();
        meanwhile = once("GET", itself, 11, somebodyAddsARule);

        await life.up(described());

        assert.deepEqual(rules(), ["payments", "ssh"]);
    });

    it("that is not 10 s old after a rate limit", async () => {
        const life = await applied();
        const headers = { "X-RateLimit-Retry-At": String(Math.ceil(Date.now() / 1000) + 30) };
        ground.tenant.fail({ method: "PUT", path: itself, status: 429, headers });
        meanwhile = once("PUT", itself, 0, somebodyAddsARule);

        await life.up(described());

        assert.deepEqual(rules(), ["payments", "ssh"]);
    });

    it("with nothing between the read and the write, and is read back after it", async () => {
        const life = await applied();

        await life.up(described());

        const calls = ground.tenant.requests.filter(({ path }) => itself.test(path));
        assert.deepEqual(
            calls.map(({ method }) => method),
            ["GET", "PUT", "GET"],
        );
    });

    it("that is not 10 s old when it is deleted, and its rules are looked at again", async () => {
        const life = await applied();
        ground.tenant.fail({ method: "DELETE", path: itself, status: 401 });
        meanwhile = once("POST", /\/service_token$/, 11, somebodyAddsARule);

        await assert.rejects(life.destroy(), /was not deleted, because it has rules that are not declared: "ssh"/);

        assert.deepEqual(rules(), ["payments", "ssh"]);
    });

    it("that is new when it is deleted after a 503", async () => {
        const life = await applied();
        ground.tenant.fail({ method: "DELETE", path: itself, status: 503 });
        meanwhile = once("DELETE", itself, 0, somebodyAddsARule);

        await assert.rejects(life.destroy(), /was not deleted, because it has rules that are not declared: "ssh"/);

        assert.equal(writes("DELETE"), 1);
    });

    it("and is looked for after an answer that never came, not deleted again", async () => {
        const life = await applied();
        ground.tenant.fail({ method: "DELETE", path: itself, drop: "after" });

        await life.destroy();

        assert.equal(life.state, undefined);
        assert.equal(writes("DELETE"), 1);
    });

    it("and stays in state while another program answers 200 to its deletion", async () => {
        let sent = 0;
        ground.tamper = (send) => async (request) => {
            if (request.method !== "DELETE") return send(request);
            sent += 1;
            return { status: 200, headers: new Headers(), body: { message: "maintenance" } };
        };
        const life = ground.life();
        await life.up(ground.declared);

        await assert.rejects(life.destroy(), /The answer is not as the API documents it: DELETE/);

        assert.equal(sent, 5);
        assert.ok(ground.hand.policy());
    });

    it("that shows its rules: without them nothing is deleted", async () => {
        const life = await applied();
        await somebodyAddsARule();
        const { id, name } = ground.hand.policy();
        for (const rules of [{}, { rules: null }, { rules: {} }]) {
            const body = JSON.stringify({ id, name, active: true, principals: {}, ...rules });
            ground.tenant.fail({ method: "GET", path: itself, body });

            // Asked often within a second, the list of all policies is looked at first, and shows the rule.
            await assert.rejects(life.destroy(), /The answer is not as the API documents it: GET|not declared: "ssh"/);
        }

        assert.deepEqual(rules(), ["payments", "ssh"]);
    });

    it("that is about this policy: nothing is deleted on another's", async () => {
        const life = await applied();
        await somebodyAddsARule();
        const body = JSON.stringify({ id: ground.folderId, name: "other", active: true, principals: {}, rules: [] });
        ground.tenant.fail({ method: "GET", path: itself, body });

        await assert.rejects(life.destroy(), /The answer is not as the API documents it: GET/);

        assert.deepEqual(rules(), ["payments", "ssh"]);
    });

    it("that is new when one that grants too much is deactivated late", async () => {
        const opa = leaping(ground.tenant, (request) => meanwhile(request));
        // OPA overlooks the condition of a new policy.
        const send: typeof opa.send = (request) => {
            if (request.method === "POST") delete (request.body as Wire).rules[0].conditions;
            return opa.send(request);
        };
        const overlooking = { ...opa, send };
        const life = lifeOf(dynamicProvider(securityPolicy(() => overlooking)));
        ground.tenant.fail({ method: "PUT", path: itself, status: 401 });
        meanwhile = once("POST", /\/service_token$/, 11, somebodyAddsARule, 2);

        await assert.rejects(life.up(ground.declared), /It was deactivated, so it grants nothing\./);

        assert.deepEqual([ground.hand.policy().active, rules()], [false, ["payments", "ssh"]]);
    });
});
