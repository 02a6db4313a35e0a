import assert from "node:assert/strict";
import { CredentialsMissing } from "../../resources/http/credentials-missing";
import { connectToOkta, missingOktaCredentials } from "../../resources/okta/connection";
import { json, ScriptedServer } from "../http/support/scripted-server";

const noConfig = { get: () => undefined };
const config = (values: Record<string, string>) => ({ get: (key: string) => values[key] });

describe("a connection to Okta", () => {
    let server: ScriptedServer | undefined;
    afterEach(async () => {
        await server?.close();
        server = undefined;
    });

    async function listen(): Promise<{ url: string; server: ScriptedServer }> {
        server = new ScriptedServer((_call, response) => json(response, []));
        return { url: `http://127.0.0.1:${await server.start()}`, server };
    }

    it("takes credentials from the environment first, from the stack configuration second", async () => {
        const { url, server } = await listen();
        const values = config({ "okta:apiToken": "from-config", "okta:httpProxy": url });

        await connectToOkta(values, {})({ method: "GET", path: "/api/v1/groups" });
        await connectToOkta(values, { OKTA_API_TOKEN: "from-env" })({ method: "GET", path: "/api/v1/groups" });
        await connectToOkta(values, { OKTA_API_TOKEN: " " })({ method: "GET", path: "/api/v1/groups" });

        const shown = server.calls.map(({ headers }) => headers.authorization);
        assert.deepEqual(shown, ["SSWS from-config", "SSWS from-env", "SSWS from-config"]);
    });

    it("prefers a ready access token, as the Okta plugin does", async () => {
        const { url, server } = await listen();
        const env = { OKTA_HTTP_PROXY: url, OKTA_API_TOKEN: "api-token", OKTA_ACCESS_TOKEN: "access-token" };

        await connectToOkta(noConfig, env)({ method: "GET", path: "/api/v1/groups" });

        assert.equal(server.calls[0]?.headers.authorization, "Bearer access-token");
    });

    it("is the same for the same credentials, and another for others", () => {
        const env = { OKTA_ORG_NAME: "example", OKTA_API_TOKEN: "one" };

        assert.equal(
            connectToOkta(noConfig, { ...env }),
            connectToOkta(config({ "okta:orgName": "example" }), { OKTA_API_TOKEN: "one" }),
        );
        assert.notEqual(connectToOkta(noConfig, env), connectToOkta(noConfig, { ...env, OKTA_API_TOKEN: "two" }));
        assert.notEqual(
            connectToOkta(noConfig, env),
            connectToOkta(noConfig, { ...env, OKTA_BASE_URL: "oktapreview.com" }),
        );
    });

    it("names everything that is missing, with both ways to give it, and sends nothing", () => {
        assert.throws(() => connectToOkta(noConfig, {}), {
            name: "CredentialsMissing",
            message: [
                "Credentials are missing, so nothing was sent:",
                "  Okta organisation: set OKTA_ORG_NAME in the environment, or run `pulumi config set okta:orgName`.",
                "  Okta API token (or OAuth client id, private key and scopes): set OKTA_API_TOKEN in the environment, or run `pulumi config set --secret okta:apiToken`.",
            ].join("\n"),
        });
        assert.deepEqual(
            missingOktaCredentials(noConfig, { OKTA_ORG_NAME: "x", OKTA_API_CLIENT_ID: "0oa" }).map(({ env }) => env),
            ["OKTA_API_PRIVATE_KEY", "OKTA_API_SCOPES"],
        );
        assert.deepEqual(missingOktaCredentials(noConfig, { OKTA_ORG_NAME: "x", OKTA_API_TOKEN: "y" }), []);
    });

    it("reports in one message what is missing here and elsewhere", () => {
        const all = [
            ...missingOktaCredentials(noConfig, {}),
            { what: "OPA team", env: "E", config: "opa:team", secret: false },
        ];

        assert.equal(new CredentialsMissing(all).message.split("\n").length, 4);
    });

    it("refuses an address that is invalid or would send credentials in the clear", () => {
        const token = { OKTA_API_TOKEN: "x" };
        for (const address of [
            "http://proxy.example.com",
            "ftp://127.0.0.1",
            "https://user:pass@x.okta.com",
            "https://x.okta.com/path",
            "http://127.0.0.1.example.com",
            "https://",
        ]) {
            assert.throws(
                () => connectToOkta(noConfig, { ...token, OKTA_HTTP_PROXY: address }),
                { name: "SettingRefused" },
                address,
            );
        }
        assert.throws(() => connectToOkta(noConfig, { ...token, OKTA_ORG_NAME: "evil.com/x" }), {
            name: "SettingRefused",
        });
        for (const address of [
            "http://localhost:1",
            "http://[::1]:1",
            "http://127.1.2.3:1/",
            "https://proxy.example.com",
        ]) {
            assert.ok(connectToOkta(noConfig, { ...token, OKTA_HTTP_PROXY: address }), address);
        }
    });

    it("refuses a token that no header can carry, without showing it", () => {
        for (const name of ["OKTA_API_TOKEN", "OKTA_ACCESS_TOKEN"]) {
            for (const token of ["00one\ntwo", "00one two", "00oné", "00one\u0000two"]) {
                assert.throws(() => connectToOkta(noConfig, { OKTA_ORG_NAME: "x", [name]: token }), {
                    name: "SettingRefused",
                    message: new RegExp(`^${name} \\(okta:\\w+\\) contains a space, .* Copy it again\\.$`),
                });
            }
        }
    });

    it("refuses a number out of range, naming both places it may stand", () => {
        const env = { OKTA_ORG_NAME: "x", OKTA_API_TOKEN: "y" };

        assert.throws(() => connectToOkta(config({ "okta:maxApiCapacity": "120" }), env), {
            name: "SettingRefused",
            message: /\(okta:maxApiCapacity, MAX_API_CAPACITY\) is "120"\. Write a whole number from 1 to 100\.$/,
        });
        assert.ok(connectToOkta(config({ "okta:requestTimeout": "0", "okta:parallelism": "3" }), env));
    });
});
