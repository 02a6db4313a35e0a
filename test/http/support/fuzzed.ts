import assert from "node:assert/strict";
import { inspect } from "node:util";
import fc from "fast-check";
import { ApiFailure } from "../../../resources/http/failure/api-failure";
import type { Answer } from "./script";

/** What must appear nowhere, since services may repeat it. */
export const secret = "the-credential-of-this-test";

const words = fc.oneof(
    fc.string(),
    fc.string({ unit: "binary" }),
    fc.constantFrom(
        "",
        secret,
        `Bearer ${secret}`,
        "E0000007",
        "use_dpop_nonce",
        "\u0000\u001b[2J",
        "x".repeat(100_000),
    ),
    fc.string().map((text) => `${text}${secret}${text}`),
);
const anything = fc.oneof({ depthSize: "small" }, words, fc.jsonValue({ maxDepth: 2 }), fc.constant(undefined));
const names = [
    "errorCode",
    "errorSummary",
    "errorId",
    "errorCauses",
    "message",
    "errors",
    "error",
    "error_cause",
].concat(
    ["error_description", "list", "nottype", "type", "code"],
    ["access_token", "bearer_token", "expires_in", "expires_at", "team_name"],
);
const inner = fc.dictionary(fc.constantFrom("path", "message", "conditionals", "errorSummary", "rule_ids"), anything, {
    maxKeys: 2,
});
const value = fc.oneof(anything, fc.array(inner, { maxLength: 3 }));
const named = fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 4 });
/** A body of any shape, often with the names that vendors use. */
export const body = fc.oneof(anything, named, fc.array(named, { maxLength: 3 }));

const headerText = fc.oneof(
    fc.string({ unit: fc.constantFrom(...'abc019 ,;=<>"-/.:') }),
    fc.constantFrom(
        "0",
        "1",
        "600",
        "-1",
        "1e9",
        "NaN",
        "99999999999999999999",
        "600, 600",
        "1795528800",
        "1795528860",
    ),
    fc.constantFrom('<https://x.test/a?after=1>; rel="next"', '</a>; rel="next"', '<//[>; rel="next"', secret),
    fc.date({ noInvalidDate: true }).map((date) => date.toUTCString()),
);
const headerNames = ["date", "retry-after", "link", "www-authenticate", "dpop-nonce", "x-okta-request-id"].concat(
    ["limit", "remaining", "reset", "retry-at"].flatMap((name) => [`x-rate-limit-${name}`, `x-ratelimit-${name}`]),
);
/** Headers of rate limits, pages, proofs, and times, right and wrong. */
export const headers = fc.dictionary(fc.constantFrom(...headerNames), headerText, { maxKeys: 5 });
/** Any status, those that matter more often. */
export const status = fc.oneof(
    fc.constantFrom(200, 200, 201, 204, 301, 400, 401, 403, 404, 409, 429, 429, 500, 503),
    fc.integer({ min: 100, max: 999 }),
);
/** An answer of any shape, or none. */
export const answer: fc.Arbitrary<Answer> = fc.oneof(
    { weight: 9, arbitrary: fc.record({ status, headers, body }) },
    { weight: 1, arbitrary: fc.constantFrom<Answer>("dropped", "refused") },
);

/** What a typed error must be, whatever came. */
export function checkFailure(failure: unknown): void {
    assert.ok(failure instanceof ApiFailure, `${inspect(failure)} is no ApiFailure`);
    assert.match(failure.message, /^[^\p{Cc}]+: (GET|POST|PUT) \/\S+(, (\d+|no answer))?[.,]/u);
    assert.ok(failure.message.length < 6_000, `${failure.message.length} characters`);
    assert.ok(!inspect(failure, { depth: 9, showHidden: true }).includes(secret));
}
