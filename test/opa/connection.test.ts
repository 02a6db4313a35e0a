import assert from "node:assert/strict";
import { connectToOpa, opaSettingFaults } from "../../resources/opa/connection/connect";
import { json, ScriptedServer } from "../http/support/scripted-server";

const noConfig = { get: () => undefined };
const config = (values: Record<string, string>) => ({ get: (key: string) => values[key] });
const common = { OKTAPAM_API_HOST: "acme.pam.okta.com", OKTAPAM_TEAM: "acme", OKTAPAM_KEY: "k", OKTAPAM_SECRET: "s" };

describe("a connection to OPA", () => {
    it("takes the host with or without scheme, from either source, and encodes the team", async () => {
        const server = new ScriptedServer(({ url }, response) =>
            url.endsWith("service_token")
                ? json(response, { bearer_token: "bt", expires_at: "2999-01-01T00:00:00Z", team_name: "ACME corp/eu" })
                : json(response, {}),
        );
        const url = `http://127.0.0.1:${await server.start()}`;
        const values = config({
            "opa:host": url,
            "opa:team": "acme corp/EU",
            "opa:key": "key-id",
            "opa:secret": "key-secret",
        });
        const { send, teamPath } = connectToOpa(values, "resource", {});

        await send({ method: "GET", path: `${teamPath}/current_user` });

        await server.close();
        assert.deepEqual(
            server.calls.map(({ method, url, headers, body }) => [method, url, headers.authorization, body]),
            [
                [
                    "POST",
                    "/v1/teams/acme%20corp%2FEU/service_token",
                    undefined,
                    '{"key_id":"key-id","key_secret":"key-secret"}',
                ],
                ["GET", "/v1/teams/acme%20corp%2FEU/current_user", "Bearer bt", ""],
            ],
        );
        for (const host of ["acme.pam.okta.com", "https://acme.pam.okta.com", "https://acme.pam.okta.com/"]) {
            assert.ok(connectToOpa(noConfig, "resource", { ...common, OKTAPAM_API_HOST: host }));
        }
    });

    it("uses a purpose's own key when it is given, and the common one otherwise", () => {
        const withOwn = { ...common, OKTAPAM_SECURITY_KEY: "k2", OKTAPAM_SECURITY_SECRET: "s2" };

        assert.equal(connectToOpa(noConfig, "resource", common), connectToOpa(noConfig, "security", common));
        assert.equal(connectToOpa(noConfig, "resource", withOwn), connectToOpa(noConfig, "resource", common));
        assert.notEqual(connectToOpa(noConfig, "security", withOwn), connectToOpa(noConfig, "resource", withOwn));
    });

    it("reports the missing half of a purpose's own key, and does not mix it with the common one", () => {
        const { missing } = opaSettingFaults(config({ "opa:resourceKey": "k2" }), "resource", common);

        assert.deepEqual(
            missing.map(({ env, config }) => [env, config]),
            [["OKTAPAM_RESOURCE_SECRET", "opa:resourceSecret"]],
        );
    });

    it("names everything that is missing, with both ways to give it", () => {
        assert.throws(() => connectToOpa(noConfig, "security", { OKTAPAM_TEAM: "" }), {
            name: "CredentialsMissing",
            message: [
                "Credentials are missing, so nothing was sent:",
                "  OPA host: set OKTAPAM_API_HOST in the environment, or run `pulumi config set opa:host`.",
                "  OPA team: set OKTAPAM_TEAM in the environment, or run `pulumi config set opa:team`.",
                "  OPA service user key id: set OKTAPAM_KEY in the environment, or run `pulumi config set --secret opa:key`.",
                "  OPA service user key secret: set OKTAPAM_SECRET in the environment, or run `pulumi config set --secret opa:secret`.",
            ].join("\n"),
        });
    });

    it("trusts Okta's domains and their subdomains, this machine, and a host that is named as an exception", () => {
        const to = (host: string, others = {}) =>
            connectToOpa(noConfig, "resource", { ...common, OKTAPAM_API_HOST: host, ...others });

        for (const host of [
            "a.pam.okta.com",
            "a.pam.oktapreview.com",
            "a.pam.okta-emea.com",
            "app.scaleft.com",
            "http://127.0.0.1:1",
        ]) {
            assert.ok(to(host), host);
        }
        for (const host of [
            "notokta.com",
            "okta.com.evil.net",
            "http://a.pam.okta.com",
            "opa.internal.test",
            "127.0.0.1.nip.io",
        ]) {
            assert.throws(() => to(host), { name: "SettingRefused" }, host);
        }
        assert.ok(to("opa.internal.test", { OKTAPAM_TRUSTED_DOMAIN_OVERRIDE: "opa.internal.test" }));
        assert.throws(() => to("opa.internal.test", { OKTAPAM_TRUSTED_DOMAIN_OVERRIDE: "internal.test" }), {
            message:
                "Settings cannot be used as they are, so nothing was sent:\n" +
                "  opa.internal.test is not a trusted Okta host, so no credentials were sent. Correct OKTAPAM_API_HOST, or set " +
                "OKTAPAM_TRUSTED_DOMAIN_OVERRIDE=opa.internal.test.",
        });
        assert.throws(() => to("http://opa.internal.test", { OKTAPAM_TRUSTED_DOMAIN_OVERRIDE: "opa.internal.test" }));
    });
});
