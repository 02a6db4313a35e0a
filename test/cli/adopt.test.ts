import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { text as textOf } from "node:stream/consumers";
import Ajv2020 from "ajv/dist/2020";
import { checkout } from "../../cli/demo/checkout";
import { startTenant, type Tenant } from "../../tenant";
import { ByHand } from "../adopt/support/by-hand";
import { ambiguities, styles } from "../adopt/support/kinds";
import { inFolderWith } from "../team-secrets-space/support/team-folder";

const tsx = [join(checkout, "node_modules/tsx/dist/cli.mjs"), "--tsconfig", join(checkout, "tsconfig.json")];

describe("pulumi-okta-opa adopt", function () {
    // The compiler starts slowly on a busy machine.
    this.timeout(180_000);
    let tenant: Tenant;

    before(async () => {
        tenant = await startTenant();
        const hand = new ByHand(tenant);
        for (const [name, style] of [
            ["checkout", "the console"],
            ["payments", "the Workflows flow"],
            ["risk", "an approval in a folder inside"],
        ] as const) {
            styles[style]?.(hand, name, ["ana@example.com", "ben@example.com"]);
        }
        const flow = styles["the Workflows flow"];
        assert.ok(flow);
        const made = flow(hand, "treasury", ["ana@example.com"]);
        ambiguities["two groups are pushed into one"]?.make(hand, made);
        hand.folder("evil\u001b[2J");
    });
    beforeEach(() => tenant.clearRequests());
    after(() => tenant.close());

    async function run(args: readonly string[], cwd = checkout, env: NodeJS.ProcessEnv = tenant.environment) {
        const its = { PATH: process.env["PATH"], ...env };
        const command = [...tsx, join(checkout, "cli/main.ts"), "adopt", ...args];
        const child = spawn(process.execPath, command, { cwd, env: its });
        const ended = new Promise((resolve) => child.once("close", resolve));
        const [stdout, stderr] = await Promise.all([textOf(child.stdout), textOf(child.stderr)]);
        assert.deepEqual(
            tenant.requests.filter(({ writes }) => writes),
            [],
        );
        return { code: await ended, stdout, stderr };
    }

    it("shows each team with its verdict and the reason, says how many calls that took, and ends with 7", async () => {
        const { code, stdout, stderr } = await run(["--parent", "teams"]);

        assert.equal(code, 7, stderr);
        assert.match(stdout, /^payments +team-payments +gPm\S+ +teams\/payments +team-payments secrets +2 +clean$/m);
        assert.match(
            stdout,
            /^treasury: ambiguous: More than one push ends in the group "team-treasury": gPm.*\n {4}→ Delete the push/m,
        );
        assert.match(stdout, /^evil\\u\{1b\}\[2J: partial: No policy names the folder/m);
        assert.match(stdout, /^5 teams: 1 ambiguous, 1 partial, 3 clean\.$/m);
        assert.match(stdout, /^On the folder above, and so in every team's: "automation manages team folders"\.$/m);
        const said = /^(\d+) reading calls, 0 writes\.$/m.exec(stderr)?.[1];
        const calls = tenant.requests.filter(({ path }) => !path.endsWith("/service_token"));
        assert.equal(Number(said), calls.length);
    });

    it("ends with 0 where all that is asked for is clean, and counts what is not", async () => {
        const { code, stdout, stderr } = await run(["--parent", "/teams/", "--match", "*ri?k*"]);

        assert.equal(code, 0, stderr);
        assert.match(stdout, /^1 team: 1 clean\.\nLeft out: 4 folders that --match does not name\.$/m);
    });

    it("says the same as JSON, by the schema that it prints", async () => {
        const [{ stdout }, schema] = await Promise.all([run(["--parent", "teams", "--json"]), run(["schema"])]);

        const validate = new Ajv2020().compile(JSON.parse(schema.stdout) as object);
        assert.ok(validate(JSON.parse(stdout)), JSON.stringify(validate.errors));
    });

    it("writes a file for each clean team, what exists beside them, and says what to add to the stack's file", async () => {
        await inFolderWith({}, async (home) => {
            const write = [
                "--parent",
                "teams",
                "--write",
                "teams/",
                "--match",
                "*",
                "--schema",
                "../../team.schema.json",
            ];
            const { code, stderr } = await run(write, home);

            assert.equal(code, 7, stderr);
            assert.match(stderr, /^existing\.yaml: written\nteams\/teams\/checkout\.yaml: written\n/m);
            assert.match(stderr, /^Add to the stack's file:\nconfig:\n {2}pulumi-okta-opa:existing: existing\.yaml\n/m);
            assert.match(
                stderr,
                /^ {2}pulumi-okta-opa:approvals:\n {4}on-call-secrets:\n {6}id: 65f0c0ffee1234567890abcd$/m,
            );
            assert.equal(
                readFileSync(join(home, "teams/teams/risk.yaml"), "utf8"),
                [
                    "# yaml-language-server: $schema=../../team.schema.json",
                    "members:",
                    "  - ana@example.com",
                    "  - ben@example.com",
                    "folders:",
                    "  - prod",
                    "access:",
                    "  oncall-risk:",
                    "    group: oncall risk",
                    "    folder: prod",
                    "    privileges: reveal",
                    "    conditions:",
                    "      approval: on-call-secrets",
                    "",
                ].join("\n"),
            );
            const existing = readFileSync(join(home, "existing.yaml"), "utf8");
            assert.match(existing, /^payments:\n {2}group:\n {4}id: 00g/m);

            const again = await run(write, home);
            assert.doesNotMatch(again.stderr, /written$/m);
            assert.equal(readFileSync(join(home, "existing.yaml"), "utf8"), existing);
        });
    });

    it("writes over nothing: a file that says something else is named and left, and nothing of that team is written", async () => {
        const mine = "members: [emma@example.com]\n";
        await inFolderWith(
            { "teams/banking/risk.yaml": mine, "existing.yaml": "# mine\nother: {}\n" },
            async (home) => {
                const write = ["--parent", "teams", "--write", "teams", "--match", "*risk*"];

                const { code, stderr } = await run(write, home);

                assert.equal(code, 7, stderr);
                assert.match(stderr, /^teams\/banking\/risk\.yaml: is there and says something else/m);
                assert.equal(readFileSync(join(home, "teams/banking/risk.yaml"), "utf8"), mine);
                assert.equal(readFileSync(join(home, "existing.yaml"), "utf8"), "# mine\nother: {}\n");
                const others = await run(["--parent", "teams", "--write", "teams", "--match", "*pay*"], home);
                assert.equal(others.code, 0, others.stderr);
                assert.match(readFileSync(join(home, "existing.yaml"), "utf8"), /^# mine\nother: \{\}\npayments:\n/);
            },
        );
    });

    it("says what it could not see, and then writes nothing", async () => {
        await inFolderWith({}, async (home) => {
            tenant.fail({ path: /\/current_user$/, status: 403, times: 2 });

            const { code, stdout, stderr } = await run(
                ["--parent", "teams", "--match", "*pay*", "--write", "teams"],
                home,
            );

            assert.equal(code, 7, stderr);
            assert.match(stdout, /^Incomplete: this service user could not see whether these are all policies/m);
            assert.match(stderr, /^Nothing was written, because not all could be seen\.$/m);
            assert.deepEqual(readdirSync(home), []);
        });
    });

    it("takes places and conditions from the stack's file, without Pulumi", async () => {
        const stack = "config:\n  pulumi-okta-opa:parentFolder: teams\n  pulumi-okta-opa:conditions:\n    mfa: any\n";
        await inFolderWith(
            { "Pulumi.dev.yaml": stack, "Pulumi.yaml": "name: secrets\nruntime: nodejs\n" },
            async (home) => {
                const { code, stdout, stderr } = await run(["--stack", "dev", "--match", "*pay*", "--json"], home);

                assert.equal(code, 0, stderr);
                const { teams } = JSON.parse(stdout) as { teams: { declaration: { conditions: unknown } }[] };
                assert.deepEqual(
                    teams.map(({ declaration }) => declaration.conditions),
                    ["none"],
                );
            },
        );
    });

    it("ends with 2 without the folder above, and with 1 without credentials or where no such folder is", async () => {
        const [misused, bare, nowhere] = await Promise.all([
            run([]),
            run(["--parent", "teams"], checkout, {}),
            run(["--parent", "teems"]),
        ]);

        assert.deepEqual([misused.code, bare.code, nowhere.code], [2, 1, 1]);
        assert.match(misused.stderr, /give --parent/);
        assert.match(bare.stderr, /OKTA_ORG_NAME|OKTA_/);
        assert.match(bare.stderr, /OKTAPAM_SECRET/);
        assert.match(nowhere.stderr, /teems/);
    });
});
