import assert from "node:assert/strict";
import { checkExpected, type Leading } from "../../resources/http/settings/expected";
import { SettingsReader } from "../../resources/http/settings/settings-reader";

/** What is wrong with settings that lead there, for a stack that says this of itself. */
function told(expected: string | undefined, leading: Leading): readonly string[] {
    const reader = new SettingsReader({ env: {}, config: { get: () => expected } });
    checkExpected(leading, reader);
    return reader.faults.wrong;
}

describe("the org and the OPA team that a stack is for", () => {
    const acme = JSON.stringify({ org: "acme.okta.com", opaTeam: "acme" });

    it("may be those of the credentials, in any case, or not be said at all", () => {
        assert.deepEqual(told(acme, { org: "ACME.okta.com" }), []);
        assert.deepEqual(told(acme, { opaTeam: "acme" }), []);
        assert.deepEqual(told(undefined, { org: "other.okta.com" }), []);
        assert.deepEqual(told(JSON.stringify({ org: "acme.okta.com" }), { opaTeam: "any" }), []);
    });

    it("are told where the credentials are for others", () => {
        assert.match(
            told(acme, { org: "other.okta.com" })[0] ?? "",
            /for the Okta org "other.okta.com".*"acme.okta.com"/,
        );
        assert.match(told(acme, { opaTeam: "acme-test" })[0] ?? "", /for the OPA team "acme-test".*for "acme"/);
        // A name that begins alike is another one.
        assert.equal(told(acme, { org: "acme.okta.com.evil.example" }).length, 1);
    });

    for (const wrong of ["acme", "[]", '{"orgs":"acme"}', '{"org":7}', '{"org":""}']) {
        it(`are refused when they are not readable: ${wrong}`, () => {
            assert.match(
                told(wrong, {})[0] ?? "",
                /is not \{ org, opaTeam \}\. Write it so: `pulumi config set --path/,
            );
        });
    }
});
