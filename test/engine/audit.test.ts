import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020";
import { checkout } from "../../cli/demo/checkout";
import type { Audit } from "../../resources/audit/document";
import type { UpRecord } from "../../resources/records/document";
import type { History } from "../../resources/records/history-document";
import type { Review } from "../../resources/review/page/document";
import { mfa, opaGroup, policyByHand } from "../review/support/ground";
import { engineEnvironment } from "./support/engine-environment";
import { only } from "./support/inventory";
import { runCommand } from "./support/run-command";
import { engineTestMs, payments, type Scene, startTeams, writesTo } from "./support/scene";

const teams = [
    { ...payments, conditions: { mfa: "any", mfaEvery: "30m" } },
    { name: "search", members: ["chloe@example.com"] },
];

describe("records, audit and history, on the real engine", function () {
    this.timeout(3 * engineTestMs);
    let scene: Scene;
    let home: string;
    const at = (name: string) => join(home, name);

    before(async () => {
        home = mkdtempSync(join(tmpdir(), "audit-"));
        scene = await startTeams(teams, { PULUMI_OKTA_OPA_WRITES: at("writes.jsonl") });
        mkdirSync(at("kept"));
    });
    after(async () => {
        await scene.close();
        rmSync(home, { recursive: true, force: true });
    });

    function access(...args: readonly string[]) {
        const command = [require.resolve("tsx/cli"), join(checkout, "cli", "main.ts"), "access", ...args];
        const env = { ...engineEnvironment(dirname(scene.folder)), ...scene.tenant.environment };
        return runCommand(process.execPath, command, { cwd: scene.folder, env, timeoutMs: engineTestMs });
    }

    async function audit(...args: readonly string[]): Promise<{ code: number | null; audit: Audit; stderr: string }> {
        const { code, stdout, stderr } = await access("audit", "--folder", scene.folder, "--json", ...args);
        assert.notEqual(stdout, "", stderr);
        return { code, audit: JSON.parse(stdout) as Audit, stderr };
    }

    /** The schema that a command prints, as a check. */
    async function valid(document: unknown, ...command: readonly string[]): Promise<void> {
        const { stdout } = await access(...command, "schema");
        const isValid = new Ajv2020({ formats: { "date-time": true }, strictSchema: false }).compile(
            JSON.parse(stdout) as object,
        );
        assert.ok(isValid(document), JSON.stringify(isValid.errors));
    }

    it("has a record of an up with each write that the package sent, and no other, nor a credential", async () => {
        const { tenant } = scene;
        tenant.clearRequests();
        await scene.up();
        const sent = writesTo(tenant).filter((one) => /secret_folders|security_policy|group-push/.test(one));
        mkdirSync(at("before"));
        writeFileSync(join(at("before"), "Pulumi.yaml"), readFileSync(join(scene.folder, "Pulumi.yaml")));
        const diff = await access("diff", "--base", at("before"), "--head", scene.folder, "--stack", "dev", "--json");
        assert.equal(diff.code, 7, diff.stderr);
        writeFileSync(at("review.json"), diff.stdout);
        const { table } = JSON.parse(diff.stdout) as Review;

        const told = await access(
            ...["record", "--writes", at("writes.jsonl"), "--review", at("review.json"), "--result", "succeeded"],
            ...["--commit", "9f8e7d", "--actor", "deploy", "--approved", table, "--approved-by", "ben@example.com"],
        );

        assert.equal(told.code, 0, told.stderr);
        writeFileSync(join(at("kept"), "records.jsonl"), told.stdout);
        const record = JSON.parse(told.stdout) as UpRecord;
        assert.deepEqual([record.stack, record.isApprovedTable, record.result], ["dev", true, "succeeded"]);
        const plain = (path: string) =>
            path
                .split("/")
                .filter((part) => /^[a-z_-]+$/.test(part) && part !== "example")
                .join("/");
        assert.deepEqual(
            record.writes.map(({ method, path }) => `${method} ${plain(path)}`).sort(),
            sent
                .map((one) => one.split(" "))
                .map(([method, path = ""]) => `${method} ${plain(path)}`)
                .sort(),
        );
        // Nothing says that OPA's answers have an id.
        const answered = record.writes.filter(
            ({ api, outcome, requestId }) => outcome === "answered" && (api === "opa" || requestId),
        );
        assert.equal(answered.length, sent.length, told.stdout);
        assert.deepEqual(record.notSeen, [
            "writes of the Okta plugin: groups and who is in them. Okta's System Log has them.",
        ]);
        const { oktaApiToken, opaKeyId, opaKeySecret } = tenant.credentials;
        const kept = `${readFileSync(at("writes.jsonl"), "utf8")}${told.stdout}`;
        for (const secret of [oktaApiToken, opaKeyId, opaKeySecret]) assert.ok(!kept.includes(secret));
        await valid(record, "record");
    });

    it("finds nothing after an up; then all that hands did; what the next up repairs; and a known policy on the page", async () => {
        const { tenant } = scene;
        tenant.clock.flush();
        const clean = await audit("--okta");
        const snapshot = await access("snapshot", join(at("kept"), "first.json"), "--with-time");
        const from = await audit("--snapshot", join(at("kept"), "first.json"));

        assert.deepEqual([clean.code, clean.audit.findings], [0, []], clean.stderr);
        assert.deepEqual([snapshot.code, from.code, from.audit.findings], [0, 0, []], snapshot.stderr);
        await valid(clean.audit, "audit");

        opaGroup(tenant, "Emergency", "kira");
        policyByHand(tenant, {
            ...{ name: "break-glass", groups: ["Emergency"], path: "teams", may: ["secret_reveal"] },
            conditions: [mfa(0, "phr")],
        });
        const policy = only(tenant.store.policies.values(), ({ name }) => name === "team-payments secrets");
        for (const rule of policy.rules) Object.assign(rule, { conditions: [] });
        only(tenant.store.opaGroups.values(), ({ name }) => name === "team-search").members.add("hugo@example.com");
        tenant.clearRequests();
        const after = await audit("--okta");
        await access("snapshot", join(at("kept"), "second.json"), "--with-time");

        assert.equal(after.code, 7, after.stderr);
        const kinds = (one: Audit) => one.findings.map(({ kind }) => kind).sort();
        assert.deepEqual(kinds(after.audit), ["extra-member", "policy-above", "weaker-conditions"]);
        assert.deepEqual(writesTo(tenant), []);

        await scene.up("--refresh", "--run-program");
        tenant.clock.flush();
        writeFileSync(
            join(scene.folder, "platform.yaml"),
            'known:\n  - { policy: break-glass, why: "one person, for emergencies" }\n',
        );
        const later = await audit("--okta");

        assert.deepEqual([later.code, kinds(later.audit)], [7, ["extra-member"]], later.stderr);
        assert.deepEqual(
            later.audit.known.map(({ policy: name, state }) => [name, state]),
            [["break-glass", "there"]],
        );
    });

    it("does not call it clean where a role is lost or policies cannot be listed", async () => {
        const group = only(scene.tenant.store.opaGroups.values(), ({ name }) => name === "automation");
        const roles = [...group.roles];
        group.roles.splice(0, 9, "resource_admin");
        const without = await audit();
        group.roles.splice(0, 9, ...roles);

        assert.equal(without.code, 3, without.stderr);
        assert.match(without.stderr, /Not everything could be seen, so this is not all/);
    });

    it("says who could reveal today, and who approved it, from a snapshot and a record", async () => {
        const today = new Date().toISOString().slice(0, 10);
        const asked = ["--at", today, "--path", "teams/payments", "--privilege", "secret_reveal"];
        const { stdout, stderr } = await access("history", ...asked, "--json", at("kept"));

        const history = JSON.parse(stdout) as History;
        assert.deepEqual(
            history.answers.map(({ name, could, approval }) => [name, could, approval?.commit, approval?.approvedBy]),
            [
                ["ana@example.com", "yes", "9f8e7d", ["ben@example.com"]],
                ["ben@example.com", "yes", "9f8e7d", ["ben@example.com"]],
                ["kira@example.com", "yes", undefined, undefined],
            ],
            stderr,
        );
        assert.match(history.answers[2]?.through.join() ?? "", /policy "break-glass", group "Emergency", from "teams"/);
        await valid(history, "history");
    });
});
