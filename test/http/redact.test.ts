import assert from "node:assert/strict";
import { inspect } from "node:util";
import { failing } from "../../resources/http/failure/failing";
import { fitToSay, Secrets } from "../../resources/http/failure/redact";

describe("redaction", () => {
    const secrets = new Secrets();
    secrets.add("s3cr3t/key+of=us");
    secrets.add("line one\nline two");

    it("hides a known credential however it is written", () => {
        const forms = [
            "s3cr3t/key+of=us",
            encodeURIComponent("s3cr3t/key+of=us"),
            Buffer.from("s3cr3t/key+of=us").toString("base64"),
            JSON.stringify({ key: "line one\nline two" }),
        ];

        for (const form of forms)
            assert.match(secrets.redact(`before ${form} after`), /^before .*\[redacted\].* after$/s);
    });

    it("hides a credential that contains another", () => {
        const both = new Secrets();
        both.add("key-id");
        both.add("key-id-and-secret");

        assert.equal(both.redact("a key-id-and-secret b key-id c"), "a [redacted] b [redacted] c");
    });

    it("hides what looks like a credential, known or not", () => {
        const jwt = ["eyJhbGciOiJSUzI1NiJ9", "eyJpc3MiOiJ4In0", "c2lnbmF0dXJl"].join(".");
        const pem = ["-----BEGIN RSA PRIVATE", "KEY-----\nMIIE\n-----END RSA PRIVATE", "KEY-----"].join(" ");

        assert.equal(new Secrets().redact(`a ${jwt} b`), "a [redacted] b");
        assert.equal(new Secrets().redact(`a ${pem} b`), "a [redacted] b");
        assert.equal(new Secrets().redact("Authorization: SSWS 00abcDEF-ghi_jk"), "Authorization: SSWS [redacted]");
    });

    it("leaves the rest as it is", () => {
        const text =
            "Not found: Resource not found: 00g1 (Group), GET /api/v1/groups/00g1. The Bearer token was refused.";

        assert.equal(secrets.redact(text), text);
    });

    it("comes before shortening, so that no half of a credential is left", () => {
        const said = fitToSay(`${"x".repeat(395)}s3cr3t/key+of=us`, secrets.redact);

        assert.doesNotMatch(said, /s3cr/);
        assert.equal(said.length, 401);
    });

    it("covers every text of a failure, the path too", async () => {
        const answer = { status: 400, headers: new Headers(), body: undefined };
        const said = "s3cr3t/key+of=us";
        const explain = () => ({ said, causes: [said], code: said, requestId: said });

        const sent = failing(
            async () => answer,
            explain,
            secrets.redact,
        )({ method: "GET", path: `/a/${encodeURIComponent(said)}` });

        await assert.rejects(sent, (failure) => !inspect(failure).includes("s3cr"));
    });

    it("is told on one line, with what a terminal would obey shown", () => {
        const words = "a\r\n\u001b[31mred\u0007\u202e b";

        assert.equal(fitToSay(words, secrets.redact), "a \\u{1b}[31mred\\u{7}\\u{202e} b");
    });
});
