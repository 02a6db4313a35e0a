import assert from "node:assert/strict";
import { opaSettingFaults } from "../../resources/opa/connection/connect";

type Values = Readonly<Record<string, string>>;

const good = { OKTAPAM_API_HOST: "acme.pam.okta.com", OKTAPAM_TEAM: "acme", OKTAPAM_KEY: "k", OKTAPAM_SECRET: "s" };

function wrong(env: Values, config: Values = {}): readonly string[] {
    return opaSettingFaults({ get: (key) => config[key] }, "resource", env).wrong;
}

describe("a setting of OPA that cannot be used", () => {
    for (const [host, told, toWrite] of [
        ["https://acme.pam.okta.com/t/acme/dashboard", "must be a host alone", "https://acme.pam.okta.com"],
        ["acme.okta.com", "is the Okta organisation itself", "https://acme.pam.okta.com"],
        ["https://acme-admin.okta.com", "is the Okta organisation itself", "https://acme.pam.okta.com"],
        ["acme.oktapreview.com", "is the Okta organisation itself", "https://acme.pam.oktapreview.com"],
        ["http://acme.pam.okta.com", "unencrypted", "https://acme.pam.okta.com"],
    ] as const) {
        it(`says what to write for the host "${host}"`, () => {
            const [line = "", ...more] = wrong({ ...good, OKTAPAM_API_HOST: host });

            assert.match(line, /^OKTAPAM_API_HOST /);
            assert.ok(line.includes(told), line);
            assert.ok(line.endsWith(` Write OKTAPAM_API_HOST=${toWrite}.`), line);
            assert.deepEqual(more, []);
        });
    }

    it("may be the organisation's own address where that is named as an exception", () => {
        const env = { ...good, OKTAPAM_API_HOST: "acme.okta.com", OKTAPAM_TRUSTED_DOMAIN_OVERRIDE: "acme.okta.com" };

        assert.deepEqual(wrong(env), []);
    });

    for (const [team, toWrite] of [
        ["https://acme.pam.okta.com/t/acme-team/secrets", "OKTAPAM_TEAM=acme-team"],
        ["https://acme.pam.okta.com/v1/teams/acme-team", "OKTAPAM_TEAM=acme-team"],
        ["acme.pam.okta.com", "the team's name alone: what follows /t/ in the address of OPA's console"],
    ] as const) {
        it(`says what to write for the team "${team}"`, () => {
            assert.deepEqual(wrong({ ...good, OKTAPAM_TEAM: team }), [`OKTAPAM_TEAM is "${team}". Write ${toWrite}.`]);
        });
    }

    it("is named as it was found in stack configuration, with the command that corrects it", () => {
        const { OKTAPAM_API_HOST: _, ...others } = good;

        assert.deepEqual(wrong(others, { "opa:host": "https://acme.pam.okta.com/t/acme" }), [
            "opa:host must be a host alone, without user, path or query. Write `pulumi config set opa:host https://acme.pam.okta.com`.",
        ]);
    });

    it("is a key or a secret that a careless copy has changed, which is not shown", () => {
        const lines = wrong({ ...good, OKTAPAM_KEY: "key-1\nkey-2", OKTAPAM_SECRET: "'secret-1'" });

        assert.deepEqual(
            lines.map((line) => line.split(/[,.]/)[0]),
            ["OKTAPAM_SECRET is in quotes", "OKTAPAM_KEY contains a line break or another control character"],
        );
        assert.doesNotMatch(lines.join(), /key-|secret-1/);
    });

    it("is a secret that is the key once more", () => {
        assert.deepEqual(wrong({ ...good, OKTAPAM_SECRET: "k" }), [
            "OKTAPAM_SECRET is the same as OKTAPAM_KEY. Write the secret that belongs to the key.",
        ]);
    });

    it("is an exception that is no host alone", () => {
        assert.deepEqual(wrong({ ...good, OKTAPAM_TRUSTED_DOMAIN_OVERRIDE: "https://opa.internal.test:8443" }), [
            'OKTAPAM_TRUSTED_DOMAIN_OVERRIDE is "https://opa.internal.test:8443". Write OKTAPAM_TRUSTED_DOMAIN_OVERRIDE=opa.internal.test.',
        ]);
    });

    it("is a number out of range, and all are told together", () => {
        const config = { "opa:maxApiCapacity": "0.5", "opa:parallelism": "99", "opa:deadlineSeconds": "-1" };

        assert.deepEqual(wrong({ ...good, OKTAPAM_TEAM: "a.okta.com", OKTAPAM_REQUEST_TIMEOUT: "1 min" }, config), [
            `OKTAPAM_TEAM is "a.okta.com". Write the team's name alone: what follows /t/ in the address of OPA's console.`,
            'opa:maxApiCapacity is "0.5". Write a whole number from 1 to 100.',
            'opa:parallelism is "99". Write a whole number from 1 to 75.',
            'OKTAPAM_REQUEST_TIMEOUT is "1 min". Write a whole number from 1 to 300.',
            'opa:deadlineSeconds is "-1". Write a whole number from 1 to 86400.',
        ]);
    });
});
