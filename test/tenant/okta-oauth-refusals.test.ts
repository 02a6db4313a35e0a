import assert from "node:assert/strict";
import { startTenant, type Tenant } from "../../tenant";
import {
    type Answered,
    type ChangedClaims,
    claimsOf,
    inSeconds,
    refusal,
    ServiceApp,
    strayKey,
} from "./support/service-app";

describe("the tenant's token endpoint", () => {
    let tenant: Tenant;
    beforeEach(async () => {
        tenant = await startTenant();
    });
    afterEach(() => tenant.close());

    describe("refuses with 401 invalid_client", () => {
        const cases: [what: string, ask: (app: ServiceApp) => Promise<Answered>, description: string][] = [
            [
                "a request without credentials",
                (app) => app.ask({ client_assertion: undefined, client_assertion_type: undefined }),
                "No client credentials found.",
            ],
            [
                "an assertion's type without an assertion",
                (app) => app.ask({ client_assertion: undefined }),
                "No client credentials found.",
            ],
            [
                "a client secret",
                (app) => app.ask({ client_assertion: undefined, client_secret: "secret" }),
                "Client Credentials requests to the Org Authorization Server must use the private_key_jwt token_endpoint_auth_method.",
            ],
            [
                "basic authentication",
                (app) => app.ask({ client_assertion: undefined }, { authorization: "Basic Og==" }),
                "Client Credentials requests to the Org Authorization Server must use the private_key_jwt token_endpoint_auth_method.",
            ],
            [
                "an unknown client_id",
                (app) => app.ask({ client_id: "0oaNobody" }),
                "Invalid value for 'client_id' parameter.",
            ],
            [
                "an assertion that is no JWT",
                (app) => app.ask({ client_assertion: "no.jwt" }),
                "The parsing of the client_assertion failed.",
            ],
            [
                "a symmetric algorithm",
                async (app) => {
                    const key = new TextEncoder().encode("a secret that is long enough for HS256");
                    return app.ask({ client_assertion: await app.assertion({ header: { alg: "HS256" }, key }) });
                },
                "The client_assertion JWT signature algorithm is invalid.",
            ],
            [
                "an unknown kid",
                async (app) => app.ask({ client_assertion: await app.assertion({ header: { kid: "other" } }) }),
                "The client_assertion JWT kid is invalid.",
            ],
            [
                "another key",
                async (app) => app.ask({ client_assertion: await app.assertion({ key: strayKey().privateKey }) }),
                "The client_assertion signature is invalid.",
            ],
            claims(
                "another issuer",
                { iss: "0oaNobody" },
                "The issuer claim for client_assertion is not a valid client_id.",
            ),
            claims(
                "another subject",
                { sub: "0oaNobody" },
                "The subject claim for client_assertion is not a valid client_id.",
            ),
            claims(
                "the org as audience",
                { aud: "https://example.okta.com" },
                "The audience claim for client_assertion must be the endpoint invoked for the request.",
            ),
            claims(
                "no expiry",
                { exp: undefined },
                "The client_assertion must contain the 'exp' claim as seconds since epoch.",
            ),
            claims("an expiry that is past", () => ({ exp: inSeconds(-1) }), "The client_assertion token is expired."),
            claims(
                "an expiry more than an hour ahead",
                () => ({ exp: inSeconds(3700) }),
                "The client_assertion token has an expiration too far into the future.",
            ),
            claims(
                "an issue time ahead",
                () => ({ iat: inSeconds(100) }),
                "The client_assertion token must be issued before the current time.",
            ),
        ];

        function claims(what: string, changed: ChangedClaims, description: string): (typeof cases)[number] {
            const ask = async (app: ServiceApp) =>
                app.ask({ client_assertion: await app.assertion({ claims: claimsOf(changed) }) });
            return [what, ask, description];
        }

        for (const [what, ask, description] of cases) {
            it(what, async () => {
                const answer = await ask(new ServiceApp(tenant));

                assert.deepEqual(refusal(answer), [401, "invalid_client", description]);
                assert.deepEqual(Object.keys(answer.body), ["error", "error_description"]);
            });
        }

        it("the id of another client", async () => {
            const [app, other] = [new ServiceApp(tenant), new ServiceApp(tenant)];

            const answer = await app.ask({ client_id: other.registered.clientId });

            assert.deepEqual(refusal(answer), [401, "invalid_client", "Invalid value for 'client_id' parameter."]);
        });

        it("a client that is gone, by its client_id", async () => {
            const app = new ServiceApp(tenant);
            tenant.store.oauthClients.clear();

            const answer = await app.ask({ client_id: app.registered.clientId });

            assert.deepEqual(refusal(answer), [401, "invalid_client", "Invalid value for 'client_id' parameter."]);
        });

        it("an assertion the second time", async () => {
            const app = new ServiceApp(tenant);
            const assertion = await app.assertion();

            const first = await app.ask({ client_assertion: assertion });
            const second = await app.ask({ client_assertion: assertion });

            assert.equal(first.status, 200);
            const text = "The client_assertion token has already been used.";
            assert.deepEqual(refusal(second), [401, "invalid_client", text]);
        });
    });

    describe("refuses with 400", () => {
        const cases: [what: string, parameters: Record<string, string | undefined>, error: string, text: string][] = [
            [
                "no grant type",
                { grant_type: undefined },
                "invalid_request",
                "The token request must specify a 'grant_type'. Valid values: [client_credentials]",
            ],
            [
                "another grant type",
                { grant_type: "password" },
                "unsupported_grant_type",
                "The authorization grant type is not supported by the authorization server. Configured grant types: [client_credentials].",
            ],
            [
                "another type of assertion",
                { client_assertion_type: "jwt" },
                "invalid_request",
                "The client_assertion_type is invalid.",
            ],
            ["no scope", { scope: undefined }, "invalid_scope", "No scopes were requested."],
            ["a blank scope", { scope: " " }, "invalid_scope", "No scopes were requested."],
            [
                "a scope that is not granted beside one that is",
                { scope: "okta.groups.read okta.groups.manage" },
                "invalid_scope",
                "The requested scope is invalid, unknown, malformed, or exceeds the scope granted by the resource owner.",
            ],
            [
                "scopes of which none is granted",
                { scope: "okta.users.read" },
                "consent_required",
                "You are not allowed any of the requested scopes.",
            ],
        ];

        for (const [what, parameters, error, text] of cases) {
            it(what, async () => {
                const answer = await new ServiceApp(tenant).ask(parameters);

                assert.deepEqual(refusal(answer), [400, error, text]);
            });
        }

        it("a parameter that is given twice", async () => {
            const answer = await new ServiceApp(tenant).post("grant_type=client_credentials&scope=a&scope=b");

            const text = "The request contained multiple parameters with the same name.";
            assert.deepEqual(refusal(answer), [400, "invalid_request", text]);
        });

        it("parameters that are no form", async () => {
            const app = new ServiceApp(tenant);

            const answer = await app.ask({}, { "content-type": "application/json" });

            assert.deepEqual(refusal(answer).slice(0, 2), [400, "invalid_request"]);
        });
    });
});
