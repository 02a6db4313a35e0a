import assert from "node:assert/strict";
import { ruleOn, type Wire } from "./support/policies";
import { made, type Scene, sceneForEach } from "./support/scene";

const relationships = [{ id: "5d9e0f1a-2b3c-4d5e-8f60-718293a4b5c6", type: "relationship" }];

/** A policy scoped by assignment: without principals, and without a selector in its rules. */
function assigned({ teams }: Scene, more: Wire = {}): Wire {
    const { resource_selector, ...rule } = ruleOn(teams.id, ["list"]);
    return { name: "by assignment", active: true, relationships, rules: [rule], ...more };
}

const create = (scene: Scene, body: Wire) => scene.security.opa("POST", "/security_policy", body);

describe("a security policy with relationships in the tenant's OPA", () => {
    const at = sceneForEach({ settings: { falseBooleans: "kept" } });

    it("comes back without principals and without a selector, and may be sent back as it came", async () => {
        const { id } = made(await create(at.scene, assigned(at.scene)));
        const read = async () => made(await at.scene.security.opa("GET", `/security_policy/${id}`));
        const first = await read();

        const { status, text } = await at.scene.security.opa("PUT", `/security_policy/${id}`, first);

        const [rule] = first["rules"] as Wire[];
        assert.deepEqual([status, text], [204, ""]);
        assert.deepEqual(["principals" in first, "resource_selector" in (rule ?? {})], [false, false]);
        assert.deepEqual(first["relationships"], relationships);
        const withoutRuleIds = (policy: Wire) => ({
            ...policy,
            rules: (policy["rules"] as Wire[]).map((one) => ({ ...one, id: undefined })),
        });
        assert.deepEqual(withoutRuleIds(await read()), withoutRuleIds(first));
    });

    it("is refused with principals, and with a selector", async () => {
        const answers = [
            await create(at.scene, assigned(at.scene, { principals: { user_groups: [] } })),
            await create(at.scene, assigned(at.scene, { rules: [ruleOn(at.scene.teams.id, ["list"])] })),
        ];

        assert.deepEqual(
            answers.map(({ status }) => status),
            [400, 400],
        );
        assert.match(answers[1]?.text ?? "", /rules\.0\.resource_selector/);
    });
});
