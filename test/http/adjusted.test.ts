import assert from "node:assert/strict";
import { usualConditions } from "../../resources/http/connect";
import { adjustedConditions, adjustedPacing, adjustmentsFrom } from "../../resources/http/settings/adjustments";
import { SettingsReader } from "../../resources/http/settings/settings-reader";
import { oktaAdjustments } from "../../resources/okta/connection/adjustment-settings";
import { oktaApi } from "../../resources/okta/connection/okta-api";

describe("the adjustments of a connection", () => {
    const from = (env: Record<string, string>, config: Record<string, string> = {}) =>
        adjustmentsFrom(oktaAdjustments, new SettingsReader({ env, config: { get: (key) => config[key] } }));

    it("change the share, the calls at once, the time for a try and the deadline", () => {
        const set = from(
            { MAX_API_CAPACITY: "80", OKTA_OPA_DEADLINE_SECONDS: "60" },
            { "okta:parallelism": "3", "okta:requestTimeout": "20" },
        );

        const { share, concurrency } = adjustedPacing(oktaApi.pacing, set);
        const { timeoutMs, retry } = adjustedConditions(usualConditions({}), set);

        assert.deepEqual([share, concurrency, timeoutMs, retry.deadlineMs], [0.8, 3, 20_000, 60_000]);
    });

    it("are the defaults when nothing, or the Okta plugin's 0, is set", () => {
        for (const set of [from({}), from({}, { "okta:requestTimeout": "0" })]) {
            const { share, concurrency } = adjustedPacing(oktaApi.pacing, set);
            const { timeoutMs, retry } = adjustedConditions(usualConditions({}), set);
            assert.deepEqual([share, concurrency, timeoutMs, retry.deadlineMs], [0.9, 10, 60_000, 900_000]);
        }
    });

    it("are refused when they are no whole number in range", () => {
        for (const value of ["-1", "1.5", "101", "many", "1e1000", "Infinity"]) {
            const reader = new SettingsReader({ env: { MAX_API_CAPACITY: value }, config: { get: () => undefined } });

            assert.equal(adjustmentsFrom(oktaAdjustments, reader).capacityPercent, undefined);
            assert.deepEqual(reader.faults.wrong, [
                `MAX_API_CAPACITY is "${value}". Write a whole number from 1 to 100.`,
            ]);
        }
    });
});
