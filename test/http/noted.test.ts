import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sinon from "sinon";
import { openOkta } from "../../resources/okta/connection/connect";
import { connectToOpa, openOpa } from "../../resources/opa/connection/connect";
import { writesIn } from "../../resources/records/noted-writes";
import { fakeTime, Script, settled } from "./support/script";

const folder =
    "/v1/teams/acme/resource_groups/5f7e1c1e-52a4-4d7e-9c35-0a1f6f2d9b11/projects/6f7e1c1e-52a4-4d7e-9c35-0a1f6f2d9b11";
const made = "7f7e1c1e-52a4-4d7e-9c35-0a1f6f2d9b11";
const okta = {
    origin: "https://x.okta.com",
    credential: { type: "api-token", apiToken: "token-of-the-test" },
} as const;
const opa = {
    origin: "https://x.pam.okta.com",
    team: "acme",
    keyId: "key-id-1234567",
    keySecret: "key-secret-1234567",
};
const token = { bearer_token: "bearer-of-the-test", expires_at: "2999-01-01T00:00:00Z", team_name: "acme" };

describe("the file of writes", () => {
    let clock: sinon.SinonFakeTimers;
    let home: string;
    beforeEach(() => {
        clock = fakeTime();
        home = mkdtempSync(join(tmpdir(), "writes-"));
    });
    afterEach(() => {
        sinon.restore();
        rmSync(home, { recursive: true });
    });
    const file = () => join(home, "writes.jsonl");

    it("has each try of a write with the service's id and what it made, and nothing of reads, bodies or credentials", async () => {
        const script = new Script([
            { status: 200, body: token },
            { status: 200, body: { list: [] } },
            { status: 201, headers: { "x-request-id": "req-2" }, body: { id: made, name: "payroll of Ana" } },
            { status: 503, headers: { "x-request-id": "req-3" } },
            { status: 204, headers: { "x-request-id": "req-4" } },
        ]);
        const { send } = openOpa(opa, script.conditions({ writesFile: file() }));

        await settled(clock, send({ method: "GET", path: `${folder}/secret_folders` }));
        await settled(
            clock,
            send({ method: "POST", path: `${folder}/secret_folders`, body: { name: "payroll of Ana" } }),
        );
        await settled(
            clock,
            send({ method: "PUT", path: `${folder}/secret_folders/${made}`, body: { name: "secret words" } }),
        );

        const text = readFileSync(file(), "utf8");
        const path = "/v1/teams/{}/resource_groups/{}/projects/{}/secret_folders";
        const ids = ["", "5f7e1c1e-52a4-4d7e-9c35-0a1f6f2d9b11", "6f7e1c1e-52a4-4d7e-9c35-0a1f6f2d9b11"];
        const { writes, notSeen } = writesIn(text);
        assert.deepEqual(notSeen, []);
        assert.deepEqual(
            writes.map(({ at: _, ...one }) => one),
            [
                { api: "opa", method: "POST", path, ids, made, status: 201, requestId: "req-2", outcome: "answered" },
                ...[503, 204].map((status, index) => ({
                    ...{ api: "opa", method: "PUT", path: `${path}/{}`, ids: [...ids, made], status },
                    ...{ requestId: `req-${index + 3}`, outcome: "answered" },
                })),
            ],
        );
        assert.doesNotMatch(text, /Ana|secret words|token|Bearer|bearer|key-|acme/);
    });

    it("has a write before it leaves, so that one without an answer is known", async () => {
        const noted: string[] = [];
        const script = new Script(() => {
            noted.push(readFileSync(file(), "utf8"));
            return noted.length === 1 ? "refused" : "dropped";
        });
        const send = openOkta(okta, script.conditions({ writesFile: file() }));
        const path = "/api/v1/apps/0oa1234567890abcdef/group-push/mappings";

        const posted = settled(clock, send({ method: "POST", path, body: {} }));

        await assert.rejects(posted, /dropped/);
        assert.equal(writesIn(noted[0] ?? "").writes[0]?.outcome, "unknown");
        const { writes, notSeen } = writesIn(readFileSync(file(), "utf8"));
        assert.deepEqual(
            writes.map(({ outcome, status, ids }) => [outcome, status, ids]),
            [
                ["not sent", null, ["0oa1234567890abcdef"]],
                ["unknown", null, ["0oa1234567890abcdef"]],
            ],
        );
        assert.deepEqual(notSeen, ["whether 1 write took effect: no answer was noted."]);
    });

    it("does not stop a write that cannot be noted, says so once, and counts it in the next line that can", async () => {
        const script = new Script(() => ({ status: 200, body: {} }));
        const nowhere = join(home, "later", "writes.jsonl");
        const send = openOkta(okta, script.conditions({ writesFile: nowhere }));
        const write = () => settled(clock, send({ method: "PATCH", path: "/api/v1/apps/0oa1234567890abcdef" }));

        await write();
        await write();
        mkdirSync(join(home, "later"));
        await write();

        assert.equal(script.requests.length, 3);
        assert.equal(script.said.length, 1, script.said.join("\n"));
        assert.match(script.said[0] ?? "", /cannot be noted in .*writes\.jsonl \(ENOENT\)\. The run goes on/);
        const { writes, notSeen } = writesIn(readFileSync(nowhere, "utf8"));
        assert.equal(writes.length, 1);
        assert.deepEqual(notSeen, ["4 lines that could not be written to the file of writes."]);
    });

    it("is there once a run connects, and its path must be whole", () => {
        const script = new Script([]);
        openOkta(okta, script.conditions({ writesFile: file() }));

        assert.equal(readFileSync(file(), "utf8"), "");
        const env = {
            ...{ OKTAPAM_API_HOST: "https://x.pam.okta.com", OKTAPAM_TEAM: "acme" },
            ...{ OKTAPAM_KEY: "key-id-1234567", OKTAPAM_SECRET: "key-secret-1234567" },
        };
        const relative = { ...env, PULUMI_OKTA_OPA_WRITES: "writes.jsonl" };
        assert.throws(
            () => connectToOpa({ get: () => undefined }, "security", relative),
            /PULUMI_OKTA_OPA_WRITES is no absolute path\. Write the whole path of the file, or unset it\./,
        );
    });

    it("is read although a killed run cut lines off", () => {
        const sent = (write: string) =>
            JSON.stringify({
                event: "sent",
                write,
                at: "2027-03-03T10:00:00Z",
                api: "opa",
                method: "PUT",
                path: "/v1",
                ids: [],
            });
        const answered = JSON.stringify({ event: "answered", write: "b", at: "2027-03-03T10:00:01Z", status: 204 });

        const { writes, notSeen } = writesIn(
            `${sent("a").slice(0, 40)}${sent("b")}\n${answered}\n${sent("c").slice(0, 30)}`,
        );

        assert.deepEqual(
            writes.map(({ status }) => status),
            [204],
        );
        assert.deepEqual(notSeen, ["2 lines of the file of writes: cut off, as a killed run leaves it."]);
    });
});
