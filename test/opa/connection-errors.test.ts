import assert from "node:assert/strict";
import sinon from "sinon";
import { openOpa } from "../../resources/opa/connection/connect";
import { fakeTime, Script, settled, startMs } from "../http/support/script";

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

    it("is read from each of the four shapes of OPA's error bodies, from no body and from another program's", async () => {
        const fields = {
            message: "Bad request",
            errors: [{ path: "name", message: "is too long" }, { path: "parent_folder_id" }, 7],
        };
        const workload = {
            code: 400,
            error: "invalid_request",
            error_cause: [{ error: "bad id", location_type: "body", location: "id" }],
        };
        const correct = "Correct what OPA names, then run the same command again.";

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
            `not-found: Not found, or you are not authorized: ${where(404)} Check that it exists and that the service user is allowed to see it: OPA answers 404 in both cases.`,
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
            "forbidden: A policy grants this, but its conditions are not met; MFA is required; an approved access request is " +
                `required (Ask the owners); rule rule-1: ${where(403)} Give the service user's group this by a rule without MFA or ` +
                "approval, and take it out of every policy that asks for MFA there: a service user cannot satisfy either, and " +
                "the strictest MFA applies where policies overlap.",
        );
    });

    it("names the right that is missing, by what was called", async () => {
        const lacking = async (path: string) =>
            (await failure(403, {}, `/v1/teams/acme${path}`)).split("Give the service user ")[1];

        assert.match((await lacking("/security_policy/1")) ?? "", /^the role security_admin/);
        assert.match((await lacking("/groups/x")) ?? "", /^the role pam_admin/);
        assert.match((await lacking("/resource_groups/r")) ?? "", /^the role resource_admin/);
        assert.match(
            (await lacking("/resource_groups/r/projects/p/secret_folders")) ?? "",
            /^the folder privilege for this by a security policy/,
        );
        assert.equal(await lacking("/elsewhere"), "the OPA role this call needs.");
    });

    it("ends with the one thing to do about its kind", async () => {
        const remedies: [number, RegExp][] = [
            [400, /Correct what OPA names, then run the same command again\.$/],
            [403, /Give the service user the folder privilege for this by a security policy, or .* resource_admin\.$/],
            [
                404,
                /Check that it exists and that the service user is allowed to see it: OPA answers 404 in both cases\.$/,
            ],
            [409, /Check what already exists, then adopt it or choose another name\.$/],
        ];

        for (const [status, remedy] of remedies) assert.match(await failure(status, {}), remedy);
    });

    it("does not ask for a right where none would help", async () => {
        const said = async (nottype: string) => (await failure(403, { nottype, message: "No" })).split("403. ")[1];

        assert.equal(await said("quota_exceeded"), "Delete what is no longer needed, or ask Okta for a higher quota.");
        assert.match((await said("disabled_team")) ?? "", /^Set opa:team \(OKTAPAM_TEAM\)/);
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
