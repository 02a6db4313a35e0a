import assert from "node:assert/strict";
import { startTenant } from "../../tenant";
import { connect, waitMs } from "../../tools/engine/okta-stand-in/okta";

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
            const okta = connect({ baseUrl: tenant.okta, authorization: `SSWS ${secret}`, secret, isTried: false });

            const ending = await okta.get("/api/v1/users/me").catch(String);
            await tenant.close();

            assert.match(String(ending), /429 without a time in X-Rate-Limit-Reset and Date/);
            assert.equal(tenant.requests.length, 1);
        });
    }
});
