import assert from "node:assert/strict";
import { unconfirmed } from "../../tenant";
import { oktaProbes } from "./support/okta-probes";
import { opaAnswerProbes } from "./support/opa-answer-probes";
import { opaRuleProbes } from "./support/opa-rule-probes";
import { Scene } from "./support/scene";

const probes = { ...oktaProbes, ...opaAnswerProbes, ...opaRuleProbes };

describe("a choice of the tenant", () => {
    for (const [name, [look, ...seen]] of Object.entries(probes)) {
        for (const [index, value] of unconfirmed[name as keyof typeof probes].values.entries()) {
            it(`shows: ${name} ${JSON.stringify(value)}`, async () => {
                const scene = await Scene.set({ settings: { [name]: value } });

                const saw = await look(scene).finally(() => scene.tenant.close());

                assert.deepEqual(saw, seen[index]);
            });
        }
    }

    it("shows, whichever it is, and another one shows otherwise", () => {
        for (const [name, { values }] of Object.entries(unconfirmed)) {
            const [, ...seen] = probes[name as keyof typeof probes];
            const different = new Set(seen.map((one) => JSON.stringify([one])));

            assert.deepEqual([seen.length, different.size], [values.length, values.length], name);
        }
    });

    it("has a reason", () => {
        for (const [name, { reason }] of Object.entries(unconfirmed)) {
            assert.match(reason, /^[A-Z\d].+\.$/, name);
        }
    });
});
