import assert from "node:assert/strict";
import { existingIdKey, type Properties } from "../../../resources/lifecycle/declared/plain";
import { type PolicyGround, policyGround } from "../support/policy-ground";
import { folderRule, serverRule } from "../support/policy-hand";

const contribute = ["list", "folder_create", "secret_create", "secret_update", "secret_reveal"];

describe("a security policy that is there already, given by its id", () => {
    let ground: PolicyGround;
    before(async () => {
        ground = await policyGround();
    });
    beforeEach(() => ground.renew());
    after(() => ground.close());

    const writes = () => ground.tenant.requests.filter((one) => one.writes && one.by === "automation");
    const by = (id: string, more = {}): Properties => ({ ...ground.declared, [existingIdKey]: id, ...more });

    /** As a person makes it: with names of its own, and the rules that are declared. */
    async function byHand(more = {}): Promise<string> {
        const group = [...ground.tenant.store.opaGroups.values()].find(({ name }) => name === "team-payments");
        const mfa = { _type: "mfa", re_auth_frequency_in_seconds: 3600, acr_values: "urn:okta:loa:2fa:any" };
        const rule = {
            ...folderRule("all of it", ground.folderId, ...contribute),
            conditions: [{ condition_type: "mfa", condition_value: mfa }],
        };
        return ground.hand.add({
            name: "Payments people",
            description: "By hand",
            active: true,
            type: "default",
            resource_group: { id: ground.resourceGroupId, type: "resource_group" },
            principals: { user_groups: [{ id: group?.id, type: "user_group" }] },
            rules: [rule],
            ...more,
        });
    }

    /** The same, declared. */
    const asMade = (id: string, more = {}) => {
        const [rule] = ground.declared["rules"] as readonly Properties[];
        return by(id, {
            name: "Payments people",
            description: "By hand",
            rules: [{ ...rule, name: "all of it" }],
            ...more,
        });
    };

    it("is taken over under its own names, without a write, and stays as it is", async () => {
        const id = await byHand();
        ground.tenant.clearRequests();
        const life = ground.life();

        assert.equal(await life.up(asMade(id)), "create");
        assert.equal((await life.preview(asMade(id))).op, "same");
        assert.equal(await life.refresh(), true);
        assert.equal((await life.preview(asMade(id))).op, "same");

        assert.deepEqual(writes(), []);
        assert.equal(life.state?.id, id);
        assert.equal(existingIdKey in (life.state?.outputs ?? {}), false);
        await life.destroy();
        assert.equal(ground.tenant.store.policies.has(id), false);
    });

    it("is refused in a preview with each difference, and with adoption changed", async () => {
        const id = await byHand({ rules: [folderRule("all of it", ground.folderId, "list"), serverRule("ssh")] });
        ground.tenant.clearRequests();
        const life = ground.life();

        await assert.rejects(life.preview(by(id)), (thrown: Error) => {
            for (const told of [
                ': Security policy "Payments people"',
                'name is "Payments people", declared "team-payments secrets"',
                'description is "By hand"',
                'rule "payments" is missing',
                'policy includes undeclared rule "all of it"',
                'it has rule "ssh", which is not on secrets',
                'Declare what is there, or onExisting: "adopt"',
            ])
                assert.ok(thrown.message.includes(told), `${told}\n${thrown.message}`);
            return true;
        });
        assert.deepEqual(writes(), []);
        await life.up(by(id, { onExisting: "adopt" }));

        assert.equal(life.state?.id, id);
        assert.deepEqual(
            ground.hand.policy().rules.map(({ name }) => name),
            ["ssh", "payments"],
        );
    });

    it("is never another one of its name", async () => {
        await byHand({ name: "team-payments secrets" });
        const id = "3b0f6c1e-52a4-4d7e-9c35-0a1f6f2d9b11";

        await assert.rejects(ground.life().up(by(id)), /There is no security policy 3b0f6c1e-/);
    });

    it("is refused in a preview where another stack manages it", async () => {
        const other = ground.life("acme/prod/payments");
        await other.up(ground.declared);

        await assert.rejects(
            ground.life().preview(by(String(other.state?.id))),
            /is managed by resource "payments" of stack acme\/prod/,
        );
    });

    it("is said to be taken over only where it is as declared and nobody else's, and else adopted with a mark", async () => {
        const life = ground.life();
        const other = ground.life("acme/prod/payments");
        await other.up(ground.declared);
        const id = String(other.state?.id);
        const adopt = async (more = {}) => {
            const saidBefore = ground.said.length;
            await life.up(by(id, { onExisting: "adopt", ...more }));
            life.forget();
            return [ground.said.slice(saidBefore).join(), ground.hand.policy().description];
        };
        const tookOver = `Took over security policy "team-payments secrets" (${id}) as it is.`;
        const adopted = `Adopted the existing security policy "team-payments secrets" (${id}).`;
        const marked = "[pulumi:acme/dev/payments adopted]";

        assert.deepEqual(await adopt(), [adopted, `Secrets of team payments ${marked}`]);
        assert.deepEqual(await adopt(), [tookOver, `Secrets of team payments ${marked}`]);
        assert.deepEqual(await adopt({ description: "Now" }), [adopted, `Now ${marked}`]);
    });

    it("is taken over as made where its mark says that this resource made it", async () => {
        const life = ground.life();
        await life.up(ground.declared);
        const id = String(life.state?.id);
        life.forget();
        ground.tenant.clearRequests();

        await life.up(by(id));

        assert.deepEqual(writes(), []);
        assert.equal(life.state?.id, id);
        assert.equal((await life.preview(ground.declared)).op, "same");
    });
});
