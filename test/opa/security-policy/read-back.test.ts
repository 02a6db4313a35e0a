import assert from "node:assert/strict";
import type { Properties } from "../../../resources/lifecycle/declared/plain";
import { makeOpaGroup } from "../../../tenant/store/make-opa";
import { type PolicyGround, policyGround } from "../support/policy-ground";
import { folderRule, serverRule, type Wire } from "../support/policy-hand";
import { overlooking, writesIn } from "./support/overlooking-opa";
import { rawServerRule, ruleOf } from "./support/scenarios-of-edits";

const itself = /\/security_policy\/[^/]+$/;

describe("what an update of a security policy sends and reads back", () => {
    let ground: PolicyGround;
    before(async () => {
        ground = await policyGround();
    });
    beforeEach(() => ground.renew());
    after(() => ground.close());

    /** Applies one declaration, then another one, under an OPA that changes what it is sent. */
    async function updated(from: Properties, to: Properties, change?: (policy: Wire) => void) {
        const life = ground.life();
        await life.up({ ...ground.declared, ...from });
        ground.tenant.clearRequests();
        if (change) overlooking(ground, change);
        const said = await life.up({ ...ground.declared, ...to }).then(
            () => "",
            (failure: Error) => failure.message,
        );
        return { life, said };
    }
    const active = () => ground.hand.policy().active;
    const ruleNames = () => ground.hand.policy().rules.map(({ name }) => name);
    const unconditional = ({ rules }: Wire) => Object.assign(rules[0], { conditions: [] });

    it("sends nothing, and reads nothing back, where only the push of a group is another", async () => {
        const { said } = await updated({ pushedBy: ["app/source/one"] }, { pushedBy: ["app/source/other"] });

        assert.equal(said, "");
        assert.deepEqual(writesIn(ground.tenant), []);
        const looks = ground.tenant.requests.filter(({ by, path }) => by === "automation" && itself.test(path));
        assert.equal(looks.length, 1);
    });

    it("deactivates one that grants more than declared and granted nothing before", async () => {
        const { life, said } = await updated({ active: false }, { active: true }, unconditional);

        assert.match(said, /MFA \(.*\. OPA has not applied all of it.*It was deactivated, so it grants nothing\.$/);
        assert.equal(active(), false);
        assert.equal(life.state?.outputs["active"], false);
    });

    it("leaves one active that was active before, since somebody relies on it", async () => {
        const { said } = await updated({}, { description: "New words" }, unconditional);

        assert.match(said, /MFA \(.*Deactivate it if it grants too much\.$/);
        assert.equal(active(), true);
        assert.deepEqual(writesIn(ground.tenant), ["PUT"]);
    });

    it("leaves one alone that grants nothing before and after", async () => {
        const { said } = await updated({ active: false }, { active: false, description: "New words" }, unconditional);

        assert.match(said, /MFA \(.*Deactivate it if it grants too much\.$/);
        assert.deepEqual(writesIn(ground.tenant), ["PUT"]);
    });

    for (const property of ["description", "name"]) {
        it(`leaves a new one active where only its ${property} is another: nobody gets more`, async () => {
            const { life, said } = await updated({ active: false }, { active: true }, (policy) =>
                Object.assign(policy, { [property]: "Somebody's" }),
            );

            assert.match(said, new RegExp(`${property} is "Somebody's".*Deactivate it if it grants too much\\.$`));
            assert.equal(life.state?.outputs["active"], true);
            assert.deepEqual(writesIn(ground.tenant), ["PUT"]);
        });
    }

    it("deactivates one whose words and conditions are both others", async () => {
        const { said } = await updated({ active: false }, { active: true }, (policy) => {
            Object.assign(policy, { description: "Somebody's" });
            unconditional(policy);
        });

        assert.match(said, /It was deactivated, so it grants nothing\.$/);
        assert.equal(active(), false);
    });

    it("says that one is active still where OPA does not deactivate it", async () => {
        const { said } = await updated({ active: false }, { active: true }, (policy) => {
            policy.active = true;
            unconditional(policy);
        });

        assert.match(said, /It is active and could not be deactivated: deactivate it at once\.$/);
        assert.equal(active(), true);
    });

    it("says why one could not be deactivated, and keeps in state what was there", async () => {
        const life = ground.life();
        await life.up({ ...ground.declared, active: false });
        overlooking(ground, unconditional);
        ground.tenant.fail({ method: "PUT", path: itself, nth: 2, times: 9, status: 403 });

        await assert.rejects(
            life.up({ ...ground.declared, active: true }),
            /It is active and could not be deactivated: deactivate it at once\. .*PUT/,
        );

        assert.equal(life.state?.outputs["active"], true);
        assert.equal(life.state?.unfinished.length, 1);
    });

    it("shows a deactivated one as inactive to those who read a list that was there before", async () => {
        let provider = ground.provider();
        const { inputs: off } = await provider.check({}, { ...ground.declared, active: false });
        const { id, outs = {} } = await provider.create(off as Properties);
        const { inputs: on } = await provider.check({}, { ...ground.declared, active: true });
        const severalLooks = async () => {
            const reads = await Promise.all([1, 2, 3, 4].map(() => provider.read(id, outs)));
            return reads.map(({ props }) => Object(props)["active"]);
        };
        const seen: unknown[] = [];
        overlooking(ground, unconditional);
        const { tamper } = ground;
        ground.tamper = (send) => async (request) => {
            if (Object(request.body).active === false) seen.push(await severalLooks());
            return tamper(send)(request);
        };
        provider = ground.provider();

        await assert.rejects(provider.update(id, outs, on as Properties), /It was deactivated/);

        assert.deepEqual(seen, [[true, true, true, true]]);
        assert.deepEqual(await severalLooks(), [false, false, false, false]);
    });

    it("says which rule was to be kept and is gone, and no rule that was to go or is declared", async () => {
        const life = ground.life();
        const rules = [ruleOf(ground.declared), { ...rawServerRule, name: "declared" }];
        await life.up({ ...ground.declared, rules: [...rules, { ...rawServerRule, name: "no longer" }] });
        await ground.hand.edit((policy) => policy.rules.push(serverRule("theirs")));
        overlooking(ground, (policy) =>
            Object.assign(policy, { rules: policy.rules.filter(({ name }: Wire) => name === "payments") }),
        );

        await assert.rejects(life.up({ ...ground.declared, rules }), ({ message }: Error) => {
            assert.match(message, /rule "theirs" should have been kept but is gone/);
            assert.match(message, /rule "declared" is missing/);
            assert.doesNotMatch(message, /"no longer"|"declared" should|"payments" should/);
            return true;
        });
    });

    it("removes a rule on other things that was declared, and keeps one that was not", async () => {
        const life = ground.life();
        await life.up({ ...ground.declared, rules: [ruleOf(ground.declared), rawServerRule] });
        await ground.hand.edit((policy) => policy.rules.push(serverRule("theirs")));

        await life.up(ground.declared);

        assert.deepEqual(ruleNames(), ["payments", "theirs"]);
    });

    it("keeps a rule on servers that has the name of a rule on secrets that was declared", async () => {
        const life = ground.life();
        await life.up({ ...ground.declared, rules: [ruleOf(ground.declared)] });
        await ground.hand.edit((policy) => Object.assign(policy, { rules: [serverRule("payments")] }));

        await life.up({ ...ground.declared, rules: [{ ...ruleOf(ground.declared), name: "other" }] });

        assert.deepEqual(ruleNames(), ["payments", "other"]);
    });

    it("keeps a rule on servers that has the name of a raw rule on secrets that was declared", async () => {
        const life = ground.life();
        const { name: _name, ...raw } = folderRule("payments", ground.folderId, "list");
        await life.up({ ...ground.declared, rules: [{ name: "payments", raw }] });
        await ground.hand.edit((policy) => Object.assign(policy, { rules: [serverRule("payments")] }));

        await life.up({ ...ground.declared, rules: [{ ...ruleOf(ground.declared), name: "other" }] });

        assert.deepEqual(ruleNames(), ["payments", "other"]);
    });

    it("keeps in state what was declared where not even the groups of what is there can be read", async () => {
        const life = ground.life();
        await life.up({ ...ground.declared, active: false });
        overlooking(ground, unconditional);
        const stop = ground.tenant.follow(({ method, status }) => {
            if (method !== "PUT" || status >= 300) return;
            stop();
            ground.tenant.fail({ method: "GET", path: /\/groups/, status: 403, times: 99 });
        });

        await assert.rejects(life.up({ ...ground.declared, active: true }), /It was deactivated/);

        const { principals, policyId, userGroupIds, otherRules } = { ...life.state?.outputs };
        assert.deepEqual(principals, { userGroups: [{ name: "team-payments" }], workloadRoles: [] });
        assert.equal(policyId, life.state?.id);
        assert.deepEqual(userGroupIds, [ground.tenant.store.opaGroupNamed("team-payments")?.id]);
        assert.deepEqual(otherRules, []);
    });

    it("says that it cannot be read back, and does not take it for gone", async () => {
        const life = ground.life();
        await life.up(ground.declared);
        ground.tenant.fail({ method: "GET", path: itself, nth: 2, times: 9, status: 404 });

        await assert.rejects(
            life.up({ ...ground.declared, description: "New words" }),
            /cannot be read: OPA answers 404\. Run `pulumi refresh`/,
        );

        assert.ok(life.state);
    });

    it("says whose name it is to get", async () => {
        makeOpaGroup(ground.tenant.store, "sales", []);
        await ground.life("sales").up({ ...ground.declared, name: "sales" });

        const { said } = await updated({}, { name: "sales" });

        assert.match(said, /cannot be named "sales": another one has that name .*resource "sales" of this stack/);
    });

    describe("says that OPA may not change the resource group", () => {
        const remedy = /OPA may not allow changing a policy's resource group/;

        it("where it refuses that, in either direction", async () => {
            await ground.renew({ policyResourceGroupChange: "refused" });
            const life = ground.life();
            const { resourceGroup, ...others } = ground.declared;
            await life.up(ground.declared);
            await assert.rejects(life.up({ ...others, scope: "team" }), remedy);

            const another = ground.life("another");
            await another.up({ ...others, name: "another", scope: "team" });
            await assert.rejects(another.up({ ...others, name: "another", resourceGroup }), remedy);
        });

        it("and not where it refuses something else, or for another reason", async () => {
            const refused = async (status: number, to: object) => {
                await ground.renew();
                const life = ground.life();
                await life.up(ground.declared);
                ground.tenant.fail({ method: "PUT", path: itself, status });
                const { resourceGroup: _none, ...others } = ground.declared;
                await assert.rejects(life.up({ ...others, ...to }), ({ message }: Error) => {
                    assert.doesNotMatch(message, remedy);
                    assert.match(message, new RegExp(String(status)));
                    return true;
                });
            };

            await refused(403, { scope: "team" });
            await refused(400, { resourceGroup: "platform", description: "New words" });
        });
    });
});
