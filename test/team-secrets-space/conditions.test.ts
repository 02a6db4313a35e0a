import assert from "node:assert/strict";
import {
    asRuleConditions,
    conditionMistakes,
    conditionsOrNone,
    layered,
    shortOf,
} from "../../resources/team-secrets-space/declared/conditions";
import type { SpaceConditions } from "../../resources/team-secrets-space/declared/declared-team";

const approvals = { oncall: { id: "65f0", name: "On-call secrets", lasts: "8h" }, lead: { id: "65f1", name: "Lead" } };

describe("the conditions of a space", () => {
    it("are those of the highest layer that has a key, the others from below", () => {
        const told = layered({ mfa: "any", mfaEvery: "30m" }, { mfa: "phishing-resistant" }, { approval: "oncall" });

        assert.deepEqual(told, { mfa: "phishing-resistant", mfaEvery: "30m", approval: "oncall" });
    });

    it("are none from the layer that says so, and what is above it counts", () => {
        assert.deepEqual(layered({ mfa: "any" }, { none: true }), {});
        assert.deepEqual(layered({ mfa: "any" }, { none: true }, { approval: "oncall" }), { approval: "oncall" });
    });

    it("are told to OPA in its own words and seconds", () => {
        const told = asRuleConditions(
            { mfa: "phishing-resistant", mfaEvery: "each-time", approval: "oncall" },
            approvals,
        );

        assert.deepEqual(told, {
            mfa: [{ conditionType: "mfa", reAuthFrequencyInSeconds: 0, acrValues: "phr" }],
            approval: [
                {
                    conditionType: "access_request",
                    requestTypeId: "65f0",
                    requestTypeName: "On-call secrets",
                    expiresAfterSeconds: 28_800,
                },
            ],
        });
    });

    const wrong: readonly (readonly [SpaceConditions, RegExp])[] = [
        [{ mfaEvery: "30m" }, /^mfaEvery is declared without mfa/],
        [{ approvalLasts: "1h" }, /^approvalLasts is declared without approval/],
        [{ approval: "on-call" }, /"on-call" is not a name of pulumi-okta-opa:approvals. Known are: oncall, lead\.$/],
        [{ approval: "constructor" }, /"constructor" is not a name/],
        [{ approval: "lead" }, /how long approval "lead" lasts is not declared/],
    ];
    for (const [conditions, expected] of wrong) {
        it(`are refused where they cannot be kept: ${JSON.stringify(conditions)}`, () => {
            const told = conditionMistakes(conditions, approvals);

            assert.equal(told.length, 1, told.join("\n"));
            assert.match(told[0] ?? "", expected);
        });
    }

    const written: readonly (readonly [unknown, boolean])[] = [
        ["none", true],
        [{ mfa: "any", mfaEvery: "5m" }, true],
        [{ mfa: "any", mfaEvery: "12h" }, true],
        [{ mfa: "any", mfaEvery: "4m" }, false],
        [{ mfa: "any", mfaEvery: "13h" }, false],
        [{ mfa: "any", mfaEvery: "30 minutes" }, false],
        [{ mfa: "strong" }, false],
        [{ mfaa: "any" }, false],
        ["nothing", false],
    ];
    for (const [value, isRight] of written) {
        it(`${isRight ? "may" : "may not"} be written ${JSON.stringify(value)}`, () => {
            assert.equal(conditionsOrNone.safeParse(value).success, isRight);
        });
    }
});

describe("a minimum of conditions", () => {
    const minimum: SpaceConditions = { mfa: "any", mfaEvery: "1h", approval: "oncall", approvalLasts: "4h" };
    const kept: SpaceConditions = { mfa: "any", mfaEvery: "1h", approval: "oncall", approvalLasts: "4h" };

    const tighter: readonly SpaceConditions[] = [
        kept,
        { ...kept, mfa: "phishing-resistant" },
        { ...kept, mfaEvery: "each-time" },
        { ...kept, mfaEvery: "5m" },
        { ...kept, approvalLasts: "30m" },
    ];
    for (const conditions of tighter) {
        it(`is kept by ${JSON.stringify(conditions)}`, () => {
            assert.deepEqual(shortOf(minimum, conditions, approvals), []);
        });
    }

    const looser: readonly (readonly [SpaceConditions, RegExp])[] = [
        [{ approval: "oncall", approvalLasts: "4h" }, /mfa is not asked/],
        [{ ...kept, mfaEvery: "2h" }, /mfaEvery is "2h", the minimum is "1h"/],
        [{ mfa: "any", mfaEvery: "1h" }, /approval is not asked, the minimum is "oncall"/],
        [{ ...kept, approval: "lead" }, /approval is "lead", the minimum is "oncall"/],
        // What the stack says of it counts where nothing else is declared: 8 hours.
        [{ mfa: "any", mfaEvery: "1h", approval: "oncall" }, /lasts longer than the minimum allows/],
    ];
    for (const [conditions, expected] of looser) {
        it(`is not kept by ${JSON.stringify(conditions)}`, () => {
            const told = shortOf(minimum, conditions, approvals);

            assert.equal(told.length, 1, told.join("\n"));
            assert.match(told[0] ?? "", expected);
        });
    }

    it("of a factor that resists phishing is not kept by any factor", () => {
        assert.deepEqual(shortOf({ mfa: "phishing-resistant" }, { mfa: "any" }, {}), [
            'mfa is "any", the minimum is "phishing-resistant"',
        ]);
    });
});
