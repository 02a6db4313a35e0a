import assert from "node:assert/strict";
import sinon from "sinon";
import type { ApiRequest } from "../../resources/http/send";
import { connectToOpa, missingOpaCredentials, type OpaConnection, openOpa } from "../../resources/opa/connection";
import { type Answer, fakeTime, Script, settled, startMs } from "../http/support/script";
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

    it("misses the other half of a purpose's own key rather than mixing it with the common one", () => {
        const missing = missingOpaCredentials(config({ "opa:resourceKey": "k2" }), "resource", common);

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

    it("trusts Okta's domains by dot boundary, this machine, and a host that is named as an exception", () => {
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
                "opa.internal.test is no host of Okta, so it gets no credentials. Correct opa:host (OKTAPAM_API_HOST), or set " +
                "OKTAPAM_TRUSTED_DOMAIN_OVERRIDE=opa.internal.test.",
        });
        assert.throws(() => to("http://opa.internal.test", { OKTAPAM_TRUSTED_DOMAIN_OVERRIDE: "opa.internal.test" }));
    });
});

describe("an OPA service user", () => {
    let clock: sinon.SinonFakeTimers;
    beforeEach(() => {
        clock = fakeTime();
    });
    afterEach(() => sinon.restore());

    const get: ApiRequest = { method: "GET", path: "/v1/teams/acme/resource_groups" };
    const open = (script: Script): OpaConnection =>
        openOpa(
            { origin: "https://x.pam.okta.com", team: "acme", keyId: "key-id", keySecret: "key-secret" },
            script.conditions(),
        );
    const token = (value: string, lifeSeconds = 3600, aheadMs = 0): Answer => ({
        status: 200,
        headers: { date: new Date(Date.now() + aheadMs).toUTCString() },
        body: {
            bearer_token: value,
            expires_at: new Date(Date.now() + aheadMs + lifeSeconds * 1000).toISOString(),
            team_name: "Acme",
        },
    });

    it("renews its token before it ends, by the service's own clock", async () => {
        let fetched = 0;
        const script = new Script(({ path }) =>
            path.endsWith("service_token") ? token(`t-${++fetched}`, 600, -7_200_000) : { status: 200 },
        );
        const { send } = open(script);

        await settled(clock, send(get));
        clock.tick(530_000);
        await settled(clock, send(get));
        assert.equal(fetched, 1);
        clock.tick(10_000);
        await settled(clock, send(get));
        assert.equal(script.requests.at(-1)?.headers?.["authorization"], "Bearer t-2");
    });

    it("renews it once after a 401, and reports a second one as the missing role", async () => {
        const script = new Script([
            token("t-1"),
            { status: 401 },
            token("t-2"),
            { status: 401, body: { message: "Missing capability: list" } },
        ]);

        await assert.rejects(settled(clock, open(script).send(get)), {
            kind: "forbidden",
            status: 401,
            message:
                "Missing capability: list: GET /v1/teams/acme/resource_groups, 401. " +
                "Give the service user the role resource_admin, or delegated_resource_admin of this resource group.",
        });
        assert.deepEqual(
            script.conversation.map((line) => line.split(" ").slice(1).join(" ").replace("/v1/teams/acme", "")),
            [
                "POST /service_token -> 200",
                "GET /resource_groups -> 401",
                "POST /service_token -> 200",
                "GET /resource_groups -> 401",
            ],
        );
    });

    it("goes on after a 401 when a new token mends it", async () => {
        const script = new Script([token("t-1"), { status: 401 }, token("t-2"), { status: 200, body: { list: [] } }]);

        assert.equal((await settled(clock, open(script).send(get))).status, 200);
    });

    it("is told to check its key when that is refused, once for all calls", async () => {
        const script = new Script(() => ({
            status: 401,
            body: { nottype: "authentication_error", code: 401, message: "Unauthorized" },
        }));
        const { send } = open(script);

        for (let call = 0; call < 3; call += 1) {
            await assert.rejects(settled(clock, send(get)), {
                kind: "unauthenticated",
                message:
                    /^Unauthorized: POST \/v1\/teams\/acme\/service_token, 401\. Check OKTAPAM_KEY, .*may have expired\.$/,
            });
        }
        assert.equal(script.requests.length, 1);
    });

    it("is refused when its key is of another team", async () => {
        const other = { bearer_token: "t", expires_at: "2999-01-01T00:00:00Z", team_name: "other" };
        const script = new Script([{ status: 200, body: other }]);

        await assert.rejects(settled(clock, open(script).send(get)), {
            kind: "rejected",
            message:
                /^The key belongs to team "other", not to "acme": .* Set opa:team \(OKTAPAM_TEAM\) to the team of the key\.$/,
        });
    });

    it("lives with a lifetime that can't be read, and fails by type when the answer is no token", async () => {
        const odd = { bearer_token: "t", expires_at: "soon", team_name: "acme" };
        const script = new Script([{ status: 200, body: odd }, { status: 200 }, { status: 200 }]);
        const { send } = open(script);
        await settled(clock, send(get));
        clock.tick(86_400_000);
        await settled(clock, send(get));

        for (const body of [undefined, {}, { ...odd, bearer_token: 1 }, { ...odd, team_name: null }]) {
            const sent = settled(clock, open(new Script([{ status: 200, body }])).send(get));
            await assert.rejects(sent, { name: "ApiFailure", kind: "unavailable" });
        }
    });
});

describe("an OPA error", () => {
    let clock: sinon.SinonFakeTimers;
    beforeEach(() => {
        clock = fakeTime();
    });
    afterEach(() => sinon.restore());

    const token = { bearer_token: "t", expires_at: new Date(startMs + 3_600_000).toISOString(), team_name: "acme" };

    async function failure(
        status: number,
        body: unknown,
        path = "/v1/teams/acme/resource_groups/r/projects/p/secret_folders/f",
    ): Promise<string> {
        const script = new Script([
            { status: 200, body: token },
            { status, body },
        ]);
        const { send } = openOpa(
            { origin: "https://x.pam.okta.com", team: "acme", keyId: "key-id", keySecret: "key-secret" },
            script.conditions(),
        );
        const sent = settled(clock, send({ method: "PUT", path, body: {} }));
        return sent.then(
            () => "none",
            ({ kind, message }) => `${kind}: ${message}`.replace("/v1/teams/acme/resource_groups/r/projects/p", "…"),
        );
    }

    const where = (status: number) => `PUT …/secret_folders/f, ${status}.`;

    it("is told from each of the four shapes, from none and from another program's", async () => {
        const fields = {
            message: "Bad request",
            errors: [{ path: "name", message: "is too long" }, { path: "parent_folder_id" }, 7],
        };
        const workload = {
            code: 400,
            error: "invalid_request",
            error_cause: [{ error: "bad id", location_type: "body", location: "id" }],
        };
        const correct = "Correct what OPA names, then run again.";

        assert.equal(
            await failure(400, fields),
            `rejected: Bad request; name: is too long; parent_folder_id: ${where(400)} ${correct}`,
        );
        assert.equal(
            await failure(400, workload),
            `rejected: invalid_request; bad id (body id): ${where(400)} ${correct}`,
        );
        assert.equal(
            await failure(404, {
                nottype: "resource_does_not_exist",
                code: 404,
                message: "Not found, or you are not authorized",
            }),
            `not-found: Not found, or you are not authorized: ${where(404)} Check that it exists and that the service user may see it: OPA answers the same to both.`,
        );
        for (const body of [undefined, [], "text", 7, { message: 7, errors: "none" }, { list: "x" }]) {
            assert.equal(await failure(400, body), `rejected: Bad Request: ${where(400)} ${correct}`);
        }
    });

    it("explains the conditions of a policy that grants the call, without the access methods themselves", async () => {
        const method = {
            details: { secret_name: "prod-database-password" },
            rule_ids: ["rule-1"],
            conditionals: [
                { type: "mfa", condition_is_met: false },
                { type: "access_request", condition_is_met: false, access_request_type_name: "Ask the owners" },
                { type: "gateway", condition_is_met: true },
            ],
        };

        assert.equal(
            await failure(403, { list: [method, method] }),
            "forbidden: A policy grants this, but not before its conditions are met; MFA is required; an approved access request is " +
                `required (Ask the owners); rule rule-1: ${where(403)} Add a rule without MFA and approval for the service user's group: ` +
                "a service user can give neither.",
        );
    });

    it("names the right that is lacking, by what was called", async () => {
        const lacking = async (path: string) =>
            (await failure(403, {}, `/v1/teams/acme${path}`)).split("Give the service user ")[1];

        assert.match((await lacking("/security_policy/1")) ?? "", /^the role security_admin/);
        assert.match((await lacking("/groups/x")) ?? "", /^the role pam_admin/);
        assert.match((await lacking("/resource_groups/r")) ?? "", /^the role resource_admin/);
        assert.match(
            (await lacking("/resource_groups/r/projects/p/secret_folders")) ?? "",
            /^a security policy with the folder privilege/,
        );
        assert.equal(await lacking("/elsewhere"), "the OPA role this call needs.");
    });

    it("has the kind that tells a caller what to do", async () => {
        const kinds = {
            409: "conflict",
            412: "conflict",
            428: "rejected",
            410: "not-found",
            415: "rejected",
            500: "unavailable",
        };

        for (const [status, kind] of Object.entries(kinds)) {
            const script = new Script((request) =>
                request.path.endsWith("token") ? { status: 200, body: token } : { status: Number(status) },
            );
            const { send } = openOpa(
                { origin: "https://x.pam.okta.com", team: "acme", keyId: "key-id", keySecret: "key-secret" },
                script.conditions(),
            );
            await assert.rejects(
                settled(clock, send({ method: "POST", path: "/v1/teams/acme/groups" })),
                { kind },
                status,
            );
        }
    });
});
