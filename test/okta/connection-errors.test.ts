import assert from "node:assert/strict";
import sinon from "sinon";
import { openOkta } from "../../resources/okta/connection/connect";
import { fakeTime, Script, settled } from "../http/support/script";

describe("an Okta error", () => {
    let clock: sinon.SinonFakeTimers;
    beforeEach(() => {
        clock = fakeTime();
    });
    afterEach(() => sinon.restore());

    function sent(status: number, body: unknown, headers: Record<string, string> = {}): Promise<unknown> {
        const credential = { type: "api-token", apiToken: "token-of-the-test" } as const;
        const script = new Script(() => ({ status, body, headers }));
        const send = openOkta({ origin: "https://x.okta.com", credential }, script.conditions());
        return settled(clock, send({ method: "POST", path: "/api/v1/groups", body: {} }));
    }

    it("contains Okta's words, its causes, the request id and the remedy", async () => {
        const body = {
            errorCode: "E0000001",
            errorSummary: "Api validation failed: owner",
            errorLink: "E0000001",
            errorId: "oaelIENI_kSRn-t2p1cSatEag",
            errorCauses: [
                { errorSummary: "Provided owner is already assigned to this group" },
                { reason: "none" },
                null,
            ],
        };

        await assert.rejects(sent(400, body, { "x-okta-request-id": "req-1" }), {
            kind: "rejected",
            details: {
                kind: "rejected",
                said: "Api validation failed: owner",
                causes: ["Provided owner is already assigned to this group"],
                code: "E0000001",
                requestId: "req-1",
                method: "POST",
                path: "/api/v1/groups",
                status: 400,
                mayHaveHappened: false,
                remedy: "Correct what Okta names, then run the same command again.",
            },
            message:
                "Api validation failed: owner; Provided owner is already assigned to this group: POST /api/v1/groups, 400, " +
                "request req-1. Correct what Okta names, then run the same command again.",
        });
        await assert.rejects(sent(400, { ...body, errorCauses: undefined }), {
            message: /, request oaelIENI_kSRn-t2p1cSatEag\./,
        });
    });

    it("has the kind that tells a caller what to do, whatever the body", async () => {
        const cases: [number, unknown, string][] = [
            [401, { errorCode: "E0000011", errorSummary: "Invalid token provided" }, "unauthenticated"],
            [401, { errorCode: "E0000015", errorSummary: "You do not have permission" }, "forbidden"],
            [403, { errorCode: "E0000006" }, "forbidden"],
            [404, { errorCode: "E0000007" }, "not-found"],
            [409, { errorCode: "E0000195" }, "conflict"],
            [405, "not JSON's shape", "rejected"],
            [503, [], "unavailable"],
            [302, undefined, "rejected"],
        ];

        for (const [status, body, kind] of cases)
            await assert.rejects(sent(status, body), { name: "ApiFailure", kind, status });
    });

    it("ends with the one thing to do about its kind", async () => {
        const remedies: [number, RegExp][] = [
            [400, /Correct what Okta names, then run the same command again\.$/],
            [
                401,
                /Set a valid credential: OKTA_API_TOKEN, OKTA_ACCESS_TOKEN, or OKTA_API_CLIENT_ID with its private key\.$/,
            ],
            [
                403,
                /Grant the credential the scope okta\.groups\.manage, and an administrator role over these objects\.$/,
            ],
            [404, /Check that the object still exists and that the ids belong to this organisation\.$/],
            [409, /Adopt what already exists, or choose another name\.$/],
            [429, /Wait a minute, then run the same command again\.$/],
            [503, /Run the same command again\. If it keeps failing, see status\.okta\.com\.$/],
        ];

        for (const [status, message] of remedies)
            await assert.rejects(sent(status, { errorCode: "E0000001" }), { status, message });
    });

    it("does not repeat a credential that the service repeats", async () => {
        const echoed = {
            errorCode: "E0000001",
            errorSummary: "Invalid token provided: token-of-the-test",
            errorCauses: [{ errorSummary: "SSWS token-of-the-test" }],
        };

        await assert.rejects(sent(400, echoed, { "x-okta-request-id": "token-of-the-test" }), {
            message:
                /^Invalid token provided: \[redacted\]; SSWS \[redacted\]: POST \/api\/v1\/groups, 400, request \[redacted\]\./,
        });
    });
});
