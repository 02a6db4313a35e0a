import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { text as textOf } from "node:stream/consumers";
import Ajv2020 from "ajv/dist/2020";
import { checkout } from "../../cli/demo/checkout";
import { conditions, policyFor, ruleOn } from "../tenant/support/policies";
import { Scene } from "../tenant/support/scene";

const hostile = "=pay|\u202e\u001b[2J";

describe("pulumi-okta-opa access", function () {
    // The compiler starts slowly on a busy machine.
    this.timeout(180_000);
    let scene: Scene;

    before(async () => {
        scene = await Scene.set();
        const groupId = await scene.opaGroup("payments", [], "ana@example.com", "ben@example.com");
        const folderId = await scene.folder("payments");
        await scene.folder("prod", folderId);
        const revealing = ruleOn(folderId, ["list", "secret_reveal"], { conditions: [conditions.mfa] });
        await scene.policy(policyFor([groupId], [revealing], { name: hostile }));
    });
    beforeEach(() => scene.tenant.clearRequests());
    after(() => scene.tenant.close());

    async function run(args: readonly string[], env: NodeJS.ProcessEnv = scene.tenant.environment) {
        const its = { PATH: process.env["PATH"], ...env };
        const child = spawn("npx", ["tsx", "cli/main.ts", "access", ...args], { cwd: checkout, env: its });
        const ended = new Promise((resolve) => child.once("close", resolve));
        const [stdout, stderr] = await Promise.all([textOf(child.stdout), textOf(child.stderr)]);
        const writing = scene.tenant.requests.filter(({ writes }) => writes);
        assert.deepEqual(writing, []);
        return { code: await ended, stdout, stderr };
    }

    it("says who may reveal secrets somewhere in a few lines, and writes nothing", async () => {
        const { code, stdout, stderr } = await run(["--path", "teams/payments/prod", "--privilege", "secret_reveal"]);

        assert.equal(code, 0, stderr);
        const [, , line = "", ...more] = stdout.trimEnd().split("\n");
        assert.deepEqual(more, []);
        assert.deepEqual(line.split(/ {3,}/), [
            "teams/payments/prod",
            "ana@example.com, ben@example.com",
            "list secret_reveal",
            "MFA every 1 h",
            "=pay|\\u{202e}\\u{1b}[2J",
            "folder",
            "payments",
            "teams/payments",
        ]);
        assert.match(stderr, /^2 of \d+ entries, \d+ reading calls\.$/m);
    });

    it("says it by person, as CSV and as Markdown, in which no name is obeyed", async () => {
        const csv = await run(["--person", "ANA@example.com", "--csv"]);
        const markdown = await run(["--person", "ana@example.com", "--markdown"]);

        const [, line, ...more] = csv.stdout.trimEnd().split("\n");
        assert.equal(
            line,
            "platform,team-secrets,teams/payments,,ana@example.com,person,list secret_reveal,MFA every 1 h,'=pay|\\u{202e}\\u{1b}[2J,folder,payments,,yes",
        );
        assert.deepEqual([more, csv.code, markdown.code], [[], 0, 0]);
        assert.match(markdown.stdout, /^\| teams\/payments \| ana@example\.com \| list secret\\_reveal \|.*=pay\\\|/m);
    });

    it("writes all of it to a file that keeps to the schema and is the same each time", async () => {
        const folder = mkdtempSync(join(tmpdir(), "access-test-"));
        try {
            const files = [join(folder, "one.json"), join(folder, "two.json")];
            for (const file of files) assert.equal((await run(["snapshot", file])).code, 0);
            const [one = "", two] = files.map((file) => readFileSync(file, "utf8"));
            const isValid = new Ajv2020().compile(JSON.parse((await run(["schema"])).stdout));
            const json = await run(["--json", "--person", "ana@example.com"]);

            assert.equal(one, two);
            assert.ok(isValid(JSON.parse(one)), JSON.stringify(isValid.errors));
            assert.ok(isValid(JSON.parse(json.stdout)), JSON.stringify(isValid.errors));
            assert.ok(!isValid({ ...JSON.parse(one), format: 2 }));
            const { rows } = JSON.parse(one) as { rows: { person: string; policy: string; path: string }[] };
            const ana = rows.filter(({ person }) => person === "ana@example.com");
            assert.deepEqual(
                ana.map(({ policy, path }) => [policy, path]),
                [
                    [hostile, "teams/payments"],
                    [hostile, "teams/payments/prod"],
                ],
            );
        } finally {
            rmSync(folder, { recursive: true });
        }
    });

    it("ends with 3 and says what is incomplete when the service user does not see all", async () => {
        const { opaSecurityKeyId, opaSecurityKeySecret } = scene.tenant.credentials;
        const key = { OKTAPAM_KEY: opaSecurityKeyId, OKTAPAM_SECRET: opaSecurityKeySecret };

        const { code, stderr } = await run([], { ...scene.tenant.environment, ...key });

        assert.equal(code, 3, stderr);
        assert.match(stderr, /^incomplete: .* the projects and folders of resource group "platform"\.$/m);
    });

    it("ends with 1 for a folder that there is none of: nobody is no answer to a slip of the pen", async () => {
        const { code, stdout, stderr } = await run(["--path", "teams/paymnets"]);

        assert.deepEqual([code, stdout], [1, ""]);
        assert.match(stderr, /No folder "teams\/paymnets" was seen/);
    });

    it("ends with 1 without credentials, and says which variables are missing", async () => {
        const { code, stdout, stderr } = await run([], {});

        assert.deepEqual([code, stdout], [1, ""]);
        assert.match(stderr, /OKTAPAM_API_HOST[\s\S]*OKTAPAM_TEAM[\s\S]*OKTAPAM_KEY[\s\S]*OKTAPAM_SECRET/);
        assert.doesNotMatch(stderr, /pulumi config/);
    });

    it("ends with 2 for a privilege that there is none of, and for a snapshot without a file", async () => {
        assert.equal((await run(["--privilege", "reveal"])).code, 2);
        assert.equal((await run(["snapshot"])).code, 2);
    });

    describe("beside what Okta has", () => {
        before(async () => {
            await scene.mapping("team-search", "ana@example.com", "ben@example.com");
            scene.tenant.clock.flush();
            const { store } = scene.tenant;
            const pushed = [...store.opaGroups.values()].find(({ name }) => name === "team-search");
            assert.ok(pushed);
            await scene.policy(policyFor([pushed.id], [ruleOn(scene.teams.id, ["list"])], { name: "search" }));
            await scene.admin.opa("DELETE", "/groups/team-search/users/ben@example.com");
            await scene.admin.opa("POST", "/groups/team-search/users", { name: "chloe@example.com" });
        });

        it("says who of a pushed group is in Okta alone, and who in OPA alone", async () => {
            const { code, stderr } = await run(["--group", "TEAM-search", "--okta"]);

            assert.equal(code, 0, stderr);
            assert.deepEqual(
                stderr.split("\n").filter((line) => line.startsWith("only in")),
                [
                    'only in Okta: ben@example.com in group "team-search": no access by it yet.',
                    'only in OPA: chloe@example.com in group "team-search": they have its access nevertheless.',
                ],
            );
            assert.match(stderr, /, 1 pushed groups compared, \d+ reading calls\.$/m);
        });

        it("has it in JSON by the schema, for one person too, and without the option leaves it out", async () => {
            const isValid = new Ajv2020().compile(JSON.parse((await run(["schema"])).stdout));
            const differences = async (...args: readonly string[]) => {
                const json = JSON.parse((await run(["--json", ...args])).stdout) as { pushDifferences?: unknown[] };
                assert.ok(isValid(json), JSON.stringify(isValid.errors));
                return json.pushDifferences;
            };

            const [one, ...more] = (await differences("--okta", "--person", "chloe@example.com")) ?? [];

            assert.deepEqual(
                [one, more],
                [
                    {
                        group: "team-search",
                        sourceGroupId: (one as { sourceGroupId: string }).sourceGroupId,
                        status: "ACTIVE",
                        notInOpa: [{ login: "ben@example.com", why: null }],
                        notInOkta: ["chloe@example.com"],
                    },
                    [],
                ],
            );
            assert.deepEqual(await differences("--okta", "--person", "ana@example.com"), []);
            assert.equal(await differences(), undefined);
        });

        it("notes in a snapshot whom the app is assigned to, and says so where that cannot be seen", async () => {
            const isValid = new Ajv2020().compile(JSON.parse((await run(["schema"])).stdout));
            const file = join(mkdtempSync(join(tmpdir(), "access-test-")), "with-okta.json");
            const taken = async () => {
                const { code } = await run(["snapshot", file, "--okta"]);
                const json = JSON.parse(readFileSync(file, "utf8")) as { assigned?: string[]; incomplete: string[] };
                assert.ok(isValid(json), JSON.stringify(isValid.errors));
                return { code, ...json };
            };
            const { store, opaAppId } = scene.tenant;
            const people = [...store.users.values()].filter(({ id }) => store.isAssigned(opaAppId, id));
            const [gone] = people;
            assert.ok(gone && people.length > 2);

            assert.deepEqual((await taken()).assigned, people.map(({ login }) => login).sort());
            scene.tenant.fail({ method: "GET", path: /apps\/[^/]+\/users/, status: 403, times: 2 });
            const refused = await taken();
            assert.deepEqual([refused.code, refused.assigned], [3, undefined]);
            assert.ok(refused.incomplete.includes("whom the app is assigned to in Okta"));
            rmSync(dirname(file), { recursive: true });
        });

        it("ends with 1 without Okta's credentials, and says which are missing", async () => {
            const opaAlone = Object.entries(scene.tenant.environment).filter(([name]) => !name.startsWith("OKTA_"));
            const { code, stderr } = await run(["--okta"], Object.fromEntries(opaAlone));

            assert.equal(code, 1);
            assert.match(stderr, /OKTA_ORG_NAME/);
        });
    });
});
