import assert from "node:assert/strict";
import fc from "fast-check";
import { startTenant } from "../../tenant";
import { defaultSettings } from "../../tenant/settings";
import { Store } from "../../tenant/store/store";
import { Verdicts } from "../../tenant/verdict/verdicts";
import { byTheContracts } from "./support/by-the-contracts";
import { fill, organisation } from "./support/random-org";

describe("the tenant's verdicts on everybody", () => {
    it("are what the contracts say, on any organisation, whichever MFA counts where rules overlap", () => {
        const seen = new Set<string>();
        fc.assert(
            fc.property(organisation, (org) => {
                const store = new Store();
                fill(store, org);
                const settings = { ...defaultSettings(), overlappingMfa: org.overlappingMfa };

                const verdicts = new Verdicts(store, settings, 0).all(org.given);

                assert.equal(verdicts.length, 5 * 8 * 8);
                for (const { subject, path, privilege, answer } of verdicts) {
                    const isStrictest = org.overlappingMfa === "strictest";
                    const expected = byTheContracts(store, { ...org.given, subject, path, privilege, isStrictest });
                    assert.equal(answer, expected, `${subject} ${path} ${privilege}`);
                    seen.add(answer);
                }
            }),
            { numRuns: 300 },
        );
        assert.deepEqual([...seen].sort(), ["allowed", "needs", "refused"]);
    });

    it("say the same as one question each", () => {
        fc.assert(
            fc.property(organisation, (org) => {
                const store = new Store();
                fill(store, org);
                const verdicts = new Verdicts(store, defaultSettings(), 0);

                for (const { subject, kind, path, itemId, privilege, ...verdict } of verdicts.all(org.given)) {
                    const who = kind === "workload" ? { workloadRole: subject } : { person: subject };
                    for (const place of [path, itemId]) {
                        assert.deepEqual(verdicts.of({ ...who, ...org.given, path: place, privilege }), verdict);
                    }
                }
            }),
            { numRuns: 20 },
        );
    });

    it("are had from a running tenant, with people whom OPA does not know", async () => {
        const tenant = await startTenant();
        const verdicts = tenant.verdicts();
        await tenant.close();

        const leo = verdicts.filter(({ subject }) => subject === "leo@example.com");
        const automation = verdicts.filter(
            ({ subject, answer }) => subject === "pulumi-automation" && answer === "allowed",
        );
        assert.deepEqual([leo.length, new Set(leo.map(({ reason }) => reason))], [8, new Set(["not-in-opa"])]);
        assert.deepEqual(
            automation.map(({ path, privilege }) => `${path} ${privilege}`),
            ["list", "folder_create", "folder_update", "folder_delete"].map((privilege) => `teams ${privilege}`),
        );
    });
});
