import assert from "node:assert/strict";
import { createPrivateKey, createPublicKey } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { checkout } from "../../cli/demo/checkout";
import { refuse, together } from "../../resources/http/settings/setting-faults";
import { connectToOkta, oktaSettingFaults } from "../../resources/okta/connection/connect";
import { opaSettingFaults } from "../../resources/opa/connection/connect";
import { rsaKey } from "../http/support/keys";

type Values = Readonly<Record<string, string>>;

const place = { OKTA_ORG_NAME: "acme", OKTA_BASE_URL: "okta.com" };
const token = { OKTA_API_TOKEN: "00token" };
const rsa = rsaKey();
const app = { OKTA_API_CLIENT_ID: "0oaClient", OKTA_API_PRIVATE_KEY: rsa.pem, OKTA_API_SCOPES: "okta.groups.read" };

function wrong(env: Values, config: Values = {}): readonly string[] {
    return oktaSettingFaults({ get: (key) => config[key] }, env).wrong;
}

describe("a setting of Okta that cannot be used", () => {
    for (const [org, base, toWrite] of [
        ["https://acme.okta.com", undefined, "OKTA_ORG_NAME=acme and OKTA_BASE_URL=okta.com"],
        ["https://acme.okta.com/", "okta.com", "OKTA_ORG_NAME=acme"],
        ["acme.okta.com", "okta.com", "OKTA_ORG_NAME=acme"],
        ["acme.oktapreview.com", "okta.com", "OKTA_ORG_NAME=acme and OKTA_BASE_URL=oktapreview.com"],
        ["https://acme-admin.okta.com/admin/users", "okta.com", "OKTA_ORG_NAME=acme"],
        ["https://login.acme.com", undefined, "OKTA_ORG_NAME=login and OKTA_BASE_URL=acme.com"],
        ["acme-admin", "okta.com", "OKTA_ORG_NAME=acme"],
        ["acme okta", "okta.com", "the first part of the organisation's address alone: acme of acme.okta.com"],
        [
            "http://127.0.0.1:80",
            "okta.com",
            "the first part of the organisation's address alone: acme of acme.okta.com",
        ],
    ] as const) {
        it(`says what to write for the organisation "${org}"${base ? ` and the domain "${base}"` : ""}`, () => {
            const env = { ...token, OKTA_ORG_NAME: org, ...(base ? { OKTA_BASE_URL: base } : {}) };

            const [line = "", ...more] = wrong(env);

            assert.ok(line.startsWith(`OKTA_ORG_NAME is "${org}"`), line);
            assert.ok(line.endsWith(` Write ${toWrite}.`), line);
            assert.deepEqual(more, []);
        });
    }

    for (const [base, toWrite] of [
        ["https://okta.com", "OKTA_BASE_URL=okta.com"],
        ["okta.com/", "OKTA_BASE_URL=okta.com"],
        ["acme.okta.com", "OKTA_BASE_URL=okta.com"],
        ["https://acme-admin.oktapreview.com/", "OKTA_BASE_URL=oktapreview.com"],
        [".okta.com", "OKTA_BASE_URL=okta.com"],
        ["okta", "the domain below which the organisation is: okta.com"],
    ] as const) {
        it(`says what to write for the domain "${base}"`, () => {
            const lines = wrong({ ...token, ...place, OKTA_BASE_URL: base });

            assert.deepEqual(lines, [`OKTA_BASE_URL is "${base}". Write ${toWrite}.`]);
        });
    }

    it("is named as it was found in stack configuration, with the command that corrects it", () => {
        assert.deepEqual(wrong(token, { "okta:orgName": "acme.okta.com" }), [
            'okta:orgName is "acme.okta.com". Write `pulumi config set okta:orgName acme` and ' +
                "`pulumi config set okta:baseUrl okta.com`.",
        ]);
    });

    it("is one that Pulumi's Okta plugin would read from the other place, in another organisation", () => {
        assert.deepEqual(wrong({ ...token, ...place }, { "okta:orgName": "acme-test", "okta:baseUrl": "okta.com" }), [
            'OKTA_ORG_NAME is "acme" in the environment, but okta:orgName is "acme-test", which Pulumi\'s Okta plugin ' +
                "would use. Unset OKTA_ORG_NAME, or run `pulumi config rm okta:orgName`.",
        ]);
    });

    it("is an address for tests without its scheme", () => {
        assert.deepEqual(wrong({ ...token, OKTA_HTTP_PROXY: "proxy.example.com" }), [
            'OKTA_HTTP_PROXY is "proxy.example.com", without a scheme. Write OKTA_HTTP_PROXY=https://proxy.example.com.',
        ]);
    });

    for (const name of ["OKTA_API_TOKEN", "OKTA_ACCESS_TOKEN"]) {
        for (const [what, value, told] of [
            ["with a line break", "00one\ntwo", "contains a space, a line break"],
            ["with a space", "00one two", "contains a space, a line break"],
            ["with a letter outside ASCII", "00oné", "contains a space, a line break"],
            ["with a control character", "00one\u0000two", "contains a space, a line break"],
            ["with its scheme", "SSWS 00one", 'begins with "SSWS"'],
            ["with another scheme", "bearer 00one", 'begins with "bearer"'],
            ["in quotes", '"00one"', "is in quotes"],
        ] as const) {
            it(`is ${name} ${what}, which is not shown`, () => {
                const [line = "", ...more] = wrong({ ...place, [name]: value });

                assert.ok(line.startsWith(`${name} ${told}`), line);
                assert.doesNotMatch(line, /00one/);
                assert.deepEqual(more, []);
            });
        }
    }

    it("is an API token that is an access token", () => {
        const jwt = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl";

        assert.deepEqual(wrong({ ...place, OKTA_API_TOKEN: jwt }), [
            "OKTA_API_TOKEN holds an access token. Give it as OKTA_ACCESS_TOKEN instead.",
        ]);
    });

    for (const [what, key, told] of [
        ["a path of no file", "/no/such/file.pem", "is neither a key nor the path of a file that can be read"],
        ["half a key", rsa.pem.slice(0, 400), "cannot be read as a key that Okta takes"],
        ["a symmetric JWK", '{"kty":"oct","k":"c2VjcmV0"}', "cannot be read as a key that Okta takes"],
        ["half a JWK", '{"kty":', "cannot be read as a key that Okta takes"],
        ["the public key", publicPem(), "is a public key"],
        ["an encrypted key", encryptedPem(), "is encrypted with a passphrase"],
    ] as const) {
        it(`is ${what} for the private key, before anything is sent and without showing it`, () => {
            const [line = "", ...more] = wrong({ ...place, ...app, OKTA_API_PRIVATE_KEY: key });

            assert.ok(line.startsWith(`OKTA_API_PRIVATE_KEY ${told}`), line);
            assert.doesNotMatch(line, /BEGIN|kty|no\/such/);
            assert.deepEqual(more, []);
        });
    }

    for (const [what, text, toWrite] of [
        ["with commas", "okta.apps.read,okta.groups.read", '["okta.apps.read","okta.groups.read"]'],
        ["alone", "okta.apps.read", '["okta.apps.read"]'],
        ["as no list", '{"a":"okta.apps.read"}', '["a","okta.apps.read"]'],
        ["as an empty list", "[]", '["okta.apps.manage","okta.groups.manage","okta.users.read"]'],
    ] as const) {
        it(`are scopes ${what} in stack configuration, where the Okta plugin takes a list as JSON`, () => {
            const lines = wrong({ ...place, ...app, OKTA_API_SCOPES: "" }, { "okta:scopes": text });

            assert.deepEqual(lines, [
                `okta:scopes is ${JSON.stringify(text)}. Write \`pulumi config set okta:scopes '${toWrite}'\`.`,
            ]);
        });
    }

    it("are scopes as JSON in the environment, where the Okta plugin divides at commas", () => {
        assert.deepEqual(wrong({ ...place, ...app, OKTA_API_SCOPES: '["okta.apps.read", "okta.groups.read"]' }), [
            'OKTA_API_SCOPES is "[\\"okta.apps.read\\", \\"okta.groups.read\\"]". Write OKTA_API_SCOPES=okta.apps.read,okta.groups.read.',
        ]);
        assert.deepEqual(wrong({ ...place, ...app, OKTA_API_SCOPES: "okta.apps.read, okta.groups.read" }), []);
        assert.deepEqual(wrong({ ...place, ...app, OKTA_API_SCOPES: "" }, { "okta:scopes": '["okta.apps.read"]' }), []);
    });

    it("is a credential beside one of another kind in stack configuration, which the Okta plugin refuses", () => {
        const config = { "okta:apiToken": "00token", "okta:clientId": "0oa", "okta:scopes": '["okta.apps.read"]' };

        assert.deepEqual(wrong(place, config), [
            "okta:apiToken stands in stack configuration beside okta:clientId and okta:scopes, and the Okta plugin takes one " +
                "kind of credential only. Remove all others with `pulumi config rm`, for example `pulumi config rm okta:apiToken`.",
        ]);
    });

    it("is the deadline under a name that the Okta plugin would refuse", () => {
        assert.deepEqual(wrong({ ...place, ...token }, { "okta:deadlineSeconds": "60" }), [
            "okta:deadlineSeconds is none of the Okta plugin's keys, and it refuses others. Run `pulumi config rm " +
                "okta:deadlineSeconds` and `pulumi config set pulumi-okta-opa:oktaDeadlineSeconds 60`.",
        ]);
        assert.deepEqual(wrong({ ...place, ...token }, { "pulumi-okta-opa:oktaDeadlineSeconds": "60" }), []);
    });

    it("is a log level that there is not, or a proxy that is none", () => {
        const before = process.env["HTTPS_PROXY"];
        process.env["HTTPS_PROXY"] = "socks5://127.0.0.1";
        const lines = wrong({ ...place, ...token, OKTA_OPA_LOG: "DEBUG" });
        if (before === undefined) delete process.env["HTTPS_PROXY"];
        else process.env["HTTPS_PROXY"] = before;

        assert.deepEqual(
            lines.map((line) => line.split(" ")[0]),
            ["OKTA_OPA_LOG", "HTTPS_PROXY"],
        );
    });
});

describe("a key of stack configuration under okta:", () => {
    const declared = readFileSync(require.resolve("@pulumi/okta/config/vars.d.ts"), "utf8");
    const known = [...declared.matchAll(/export declare const (\w+):/g)].map(([, name]) => `okta:${name}`);

    it("is one of the Okta plugin's in everything that we read, since it refuses all others", () => {
        const asked = new Set<string>();
        const config = { get: (key: string) => void asked.add(key) };

        for (const env of [{}, { OKTA_HTTP_PROXY: "http://127.0.0.1:1" }, app]) oktaSettingFaults(config, env);

        const others = [...asked].filter((key) => key.startsWith("okta:") && !known.includes(key));
        // Asked for only to say where it belongs.
        assert.deepEqual(others, ["okta:deadlineSeconds"]);
        assert.ok(asked.size > 12);
    });

    for (const page of ["README.md", "resources/http/README.md", "resources/okta/connection/README.md"]) {
        it(`is one of the Okta plugin's wherever ${page} names one`, () => {
            const named = readFileSync(join(checkout, page), "utf8").match(/(?<![\w-])okta:[a-z]\w+/g) ?? [];
            const types = ["okta:group", "okta:index"];

            assert.deepEqual(
                named.filter((key) => !known.includes(key) && !types.includes(key)),
                [],
            );
        });
    }
});

describe("settings with several mistakes", () => {
    const config: Values = { "okta:maxApiCapacity": "120", "okta:requestTimeout": "0", "okta:parallelism": "many" };
    const env = { OKTA_ORG_NAME: "https://acme.okta.com", OKTA_API_CLIENT_ID: "0oa", OKTA_API_PRIVATE_KEY: "no key" };

    it("are all told at once, with those that are missing", () => {
        assert.throws(() => connectToOkta({ get: (key) => config[key] }, env), {
            name: "SettingRefused",
            message: [
                "Settings cannot be used as they are, so nothing was sent:",
                '  OKTA_ORG_NAME is "https://acme.okta.com". Write OKTA_ORG_NAME=acme and OKTA_BASE_URL=okta.com.',
                "  OKTA_API_PRIVATE_KEY is neither a key nor the path of a file that can be read. Write the private RSA or EC key as PEM or JWK, or the path of its file.",
                '  okta:maxApiCapacity is "120". Write a whole number from 1 to 100.',
                '  okta:parallelism is "many". Write a whole number from 1 to 75.',
                "  Okta scopes: set OKTA_API_SCOPES in the environment, or run `pulumi config set okta:scopes`.",
            ].join("\n"),
        });
    });

    it("are told of Okta and OPA together, each once", () => {
        const noConfig = { get: () => undefined };
        const both = { ...place, OKTAPAM_API_HOST: "acme.okta.com", OKTAPAM_KEY: "k", OKTAPAM_SECRET: "s" };

        const all = together(
            oktaSettingFaults(noConfig, both),
            opaSettingFaults(noConfig, "resource", both),
            opaSettingFaults(noConfig, "security", both),
        );

        assert.throws(() => refuse(all), {
            message: [
                "Settings cannot be used as they are, so nothing was sent:",
                '  OKTAPAM_API_HOST is "acme.okta.com", which is the Okta organisation itself. Write OKTAPAM_API_HOST=https://acme.pam.okta.com.',
                "  Okta API token (or OAuth client id, private key and scopes): set OKTA_API_TOKEN in the environment, or run `pulumi config set --secret okta:apiToken`.",
                "  OPA team: set OKTAPAM_TEAM in the environment, or run `pulumi config set opa:team`.",
            ].join("\n"),
        });
    });
});

function publicPem(): string {
    return createPublicKey(rsa.pem).export({ type: "spki", format: "pem" }).toString();
}

function encryptedPem(): string {
    const options = { type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "p" } as const;
    return createPrivateKey(rsa.pem).export(options).toString();
}
