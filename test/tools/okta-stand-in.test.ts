import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { startTenant, type Tenant } from "../../tenant";
import { checkConfig, keys } from "../../tools/engine/okta-stand-in/check-config";
import { readConfiguration } from "../../tools/engine/okta-stand-in/configuration";
import { connect, type Okta, waitMs } from "../../tools/engine/okta-stand-in/okta";

const date = "Wed, 06 May 2026 07:08:09 GMT";
const atSeconds = Date.parse(date) / 1000;

describe("the Okta stand-in after a 429", () => {
    for (const [inSeconds, expectedMs] of [
        [7, 8000],
        [0, 1000],
        [-7, 1000],
        [3600, 60_000],
    ] as const) {
        it(`waits ${expectedMs} ms when the limit ends in ${inSeconds} s`, () => {
            const headers = new Headers({ date, "x-rate-limit-reset": String(atSeconds + inSeconds) });

            assert.equal(waitMs(headers), expectedMs);
        });
    }

    for (const [what, headers] of [
        ["no time", { "X-Rate-Limit-Reset": "" }],
        ["a time that is none", { "X-Rate-Limit-Reset": "soon" }],
        ["no date", { Date: "" }],
    ] as const) {
        it(`gives up when there is ${what}, as the real plugin does`, async () => {
            const tenant = await startTenant();
            tenant.fail({ status: 429, headers });
            const secret = tenant.credentials.oktaApiToken;
            const credential = { authorization: `SSWS ${secret}` };
            const okta = connect({ baseUrl: tenant.okta, credential, secret, isTried: false });

            const ending = await okta.get("/api/v1/users/me").catch(String);
            await tenant.close();

            assert.match(String(ending), /429 without a time in X-Rate-Limit-Reset and Date/);
            assert.equal(tenant.requests.length, 1);
        });
    }
});

describe("the Okta stand-in's configuration", () => {
    it("has the keys of the real plugin, and no other", () => {
        const declared = readFileSync(require.resolve("@pulumi/okta/config/vars.d.ts"), "utf8");
        const names = [...declared.matchAll(/export declare const (\w+): ([^;]+) \| undefined;/g)];

        assert.deepEqual(
            names.map(([, name, type]) => [name, type]).sort(),
            Object.entries(keys)
                .map(([name, shape]) => [name, typeof shape === "string" ? typeNames[shape] : "number"])
                .sort(),
        );
    });

    for (const [what, config, refused] of [
        [
            "a key that the plugin does not know",
            { deadlineSeconds: "60" },
            /^`okta:deadlineSeconds` is not a valid conf/,
        ],
        [
            "two kinds of credentials",
            { apiToken: "t", clientId: "c" },
            /"api_token": conflicts with client_id\. Check `pu/,
        ],
        [
            "a number out of range",
            { maxApiCapacity: "101" },
            /expected max_api_capacity to be in the range \(1 - 100\), got/,
        ],
        ["what is no number", { parallelism: '"two"' }, /parallelism: a number is required/],
        ["what is no truth value", { backoff: "1" }, /backoff: a bool is required/],
        ["a list of numbers for scopes", { scopes: "[1]" }, /scopes: set of string required/],
    ] as const) {
        it(`refuses ${what}`, () => {
            assert.match(checkConfig(config)[0] ?? "", refused);
        });
    }

    it("refuses scopes with commas, as text that is no JSON", () => {
        assert.throws(() => checkConfig({ scopes: "okta.apps.read,okta.groups.read" }), {
            message: /malformed resource inputs: invalid character 'o' looking for beginning of value$/,
        });
    });

    it("takes all that is right, and what Pulumi adds", () => {
        const config = { version: "7.0.0", orgName: "acme", scopes: '["okta.apps.read"]', requestTimeout: "0" };

        assert.deepEqual(checkConfig(config), []);
    });

    it("needs a credential that is whole", () => {
        const address = { OKTA_HTTP_PROXY: "http://127.0.0.1:1" };

        assert.throws(() => readConfiguration({}, address), /no Okta credentials provided/);
        for (const half of [
            { OKTA_API_PRIVATE_KEY: "key", OKTA_API_SCOPES: "okta.apps.read" },
            { OKTA_API_PRIVATE_KEY: "key", OKTA_API_CLIENT_ID: "0oa" },
        ]) {
            assert.throws(() => readConfiguration({}, { ...address, ...half }), /you must supply 'ClientId', 'Scopes'/);
        }
    });

    it("prefers stack configuration, and divides scopes of the environment at commas", () => {
        const env = { OKTA_HTTP_PROXY: "http://127.0.0.1:1", OKTA_API_PRIVATE_KEY: "k", OKTA_API_SCOPES: "a,b" };
        const scopesOf = (config: Readonly<Record<string, string>>) => {
            const { credential } = readConfiguration({ clientId: "0oa", ...config }, env);
            return "scopes" in credential ? credential.scopes : undefined;
        };

        assert.deepEqual([scopesOf({}), scopesOf({ scopes: '["c"]' })], [["a", "b"], ["c"]]);
    });
});

describe("the Okta stand-in as a service app", () => {
    const scopes = ["okta.groups.read"];

    async function asClient(
        options: Omit<Parameters<Tenant["addOAuthClient"]>[0], "scopes">,
        act: (okta: Okta, tenant: Tenant) => Promise<void>,
        change: (pem: string) => string = (pem) => pem,
    ): Promise<void> {
        const tenant = await startTenant();
        const { clientId, keyId, privateKeyPem = "" } = tenant.addOAuthClient({ scopes, ...options });
        const privateKey = change(privateKeyPem);
        const credential = { clientId, privateKey, privateKeyId: keyId, scopes };
        try {
            await act(connect({ baseUrl: tenant.okta, credential, secret: privateKey, isTried: false }), tenant);
        } finally {
            await tenant.close();
        }
    }

    const conversation = ({ requests }: Tenant) =>
        requests.map(({ method, path, status }) => `${method} ${path} ${status}`);

    it("asks for one token for all calls", async () => {
        await asClient({}, async (okta, tenant) => {
            await Promise.all([okta.list("/api/v1/groups?limit=1"), okta.list("/api/v1/groups")]);

            assert.equal(conversation(tenant).filter((call) => call.includes("token")).length, 1);
        });
    });

    it("proves possession where that is demanded, as the real plugin does", async () => {
        await asClient({ requiresDpop: true }, async (okta, tenant) => {
            await okta.list("/api/v1/groups");

            assert.deepEqual(conversation(tenant), [
                "POST /oauth2/v1/token 400",
                "POST /oauth2/v1/token 400",
                "POST /oauth2/v1/token 200",
                "GET /api/v1/groups 200",
            ]);
        });
    });

    for (const [what, change, told] of [
        ["a JWK", () => '{"kty":"RSA"}', /^Error: invalid private key$/],
        [
            "a key in SEC 1",
            (pem: string) => pem.replaceAll("PRIVATE KEY", "EC PRIVATE KEY"),
            /is not pkcs#1 or pkcs#8 format$/,
        ],
        ["half a key", (pem: string) => pem.slice(0, 200), /^Error: invalid private key$/],
    ] as const) {
        it(`refuses ${what}, and sends nothing`, async () => {
            await asClient(
                {},
                async (okta, tenant) => {
                    assert.match(String(await okta.get("/api/v1/groups").catch(String)), told);
                    assert.deepEqual(conversation(tenant), []);
                },
                change,
            );
        });
    }

    it("has for a refused client only the real plugin's words", async () => {
        await asClient({}, async (okta, tenant) => {
            tenant.fail({ status: 401, path: /token/ });

            assert.match(String(await okta.get("/api/v1/groups").catch(String)), /^Error: empty access token$/);
        });
    });
});

const typeNames = { text: "string", texts: "string[]", boolean: "boolean" } as const;
