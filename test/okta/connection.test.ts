import assert from "node:assert/strict";
import { connectToOkta, oktaSettingFaults } from "../../resources/okta/connection/connect";
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
        const env = { OKTA_ORG_NAME: "example", OKTA_BASE_URL: "okta.com", OKTA_API_TOKEN: "one" };

        assert.equal(
            connectToOkta(noConfig, { ...env }),
            connectToOkta(config({ "okta:orgName": "example", "okta:baseUrl": "okta.com" }), { OKTA_API_TOKEN: "one" }),
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
                "  Okta domain, for most organisations okta.com: set OKTA_BASE_URL in the environment, or run `pulumi config set okta:baseUrl`.",
                "  Okta API token (or OAuth client id, private key and scopes): set OKTA_API_TOKEN in the environment, or run `pulumi config set --secret okta:apiToken`.",
            ].join("\n"),
        });
        const named = (env: Record<string, string>) =>
            oktaSettingFaults(noConfig, { OKTA_ORG_NAME: "x", OKTA_BASE_URL: "okta.com", ...env }).missing.map(
                (one) => one.env,
            );
        assert.deepEqual(named({ OKTA_API_CLIENT_ID: "0oa" }), ["OKTA_API_SCOPES", "OKTA_API_PRIVATE_KEY"]);
        assert.deepEqual(named({ OKTA_API_TOKEN: "y" }), []);
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
        assert.throws(
            () => connectToOkta(noConfig, { ...token, OKTA_ORG_NAME: "evil.com/x", OKTA_BASE_URL: "okta.com" }),
            { name: "SettingRefused" },
        );
        for (const address of [
            "http://localhost:1",
            "http://[::1]:1",
            "http://127.1.2.3:1/",
            "https://proxy.example.com",
        ]) {
            assert.ok(connectToOkta(noConfig, { ...token, OKTA_HTTP_PROXY: address }), address);
        }
    });
});
