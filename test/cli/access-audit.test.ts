import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020";
import { checkout as repository } from "../../cli/demo/checkout";
import { startTenant, type Tenant } from "../../tenant";
import { policyByHand } from "../review/support/ground";
import { checkout, inFolders } from "../review/support/played";

interface Ended {
    readonly code: unknown;
    readonly stdout: string;
    readonly stderr: string;
}

const team = { "a/payments": "members: [ana@example.com]\n" };

describe("pulumi-okta-opa access audit, record and history", function () {
    // The compiler starts slowly on a busy machine.
    this.timeout(180_000);
    let tenant: Tenant;
    before(async () => {
        tenant = await startTenant();
        policyByHand(tenant, { name: "by | hand", groups: ["everyone"], path: "teams", may: ["secret_reveal"] });
    });
    after(() => tenant.close());

    function access(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
        const main = ["--import", require.resolve("tsx"), join(repository, "cli", "main.ts"), "access", ...args];
        const { PATH } = process.env;
        return new Promise((resolve) => {
            execFile(process.execPath, main, { env: { PATH, ...env } }, (failure, stdout, stderr) => {
                resolve({ code: failure ? failure.code : 0, stdout, stderr });
            });
        });
    }

    it("ends with 7 and tells what, why and what to do, as text and in Markdown, from a look or from a snapshot", async () => {
        await inFolders([checkout(team)], async ([folder = ""]) => {
            const file = join(folder, "snapshot.json");
            const text = await access(["audit", "--folder", folder], tenant.environment);
            await access(["snapshot", file, "--with-time"], tenant.environment);
            const markdown = await access(["audit", "--folder", folder, "--snapshot", file, "--markdown"]);

            assert.deepEqual([text.code, markdown.code], [7, 7], text.stderr + markdown.stderr);
            assert.match(
                text.stdout,
                /^!! policy-above: Policy "by \| hand", which no team declares, lets group "everyone"/,
            );
            assert.match(text.stdout, /why it matters {2}Nobody who reads.*\n.*what to do {6}Take the rule out in OPA/);
            assert.match(text.stdout, /The automation's own\n {2}- policy "automation manages team folders"/);
            assert.match(text.stdout, /Not looked at\n.*--okta looks there/);
            assert.match(markdown.stdout, /\| 🔴 \| payments \| Policy "by \\\| hand"/);
            assert.match(markdown.stdout, /a snapshot does not have them/);
        });
    });

    it("ends with 1 without credentials, teams or a sound declaration, and with 2 when called wrongly", async () => {
        const two = { ...checkout(team), "Pulumi.prod.yaml": "config: {}\n" };
        const wrong = checkout({ "a/payments": "members: ana\n" });
        await inFolders(
            [checkout(team), checkout({}), wrong, two],
            async ([good = "", none = "", bad = "", several = ""]) => {
                const at = (folder: string, ...more: string[]) =>
                    access(["audit", "--folder", folder, ...more], tenant.environment);
                const alone = await access(["audit", "--folder", good]);
                const ends = await Promise.all([at(none), at(bad), at(several), at(good, "--okta", "--snapshot", "x")]);

                assert.deepEqual(
                    [alone, ...ends].map(({ code }) => code),
                    [1, 1, 1, 2, 2],
                );
                assert.match(alone.stderr, /Credentials are missing, so nothing was sent:\n.*OKTAPAM_/s);
                const [empty, mistaken, stacks] = ends;
                assert.match(empty.stderr, /declares no team/);
                assert.match(mistaken.stderr, /have mistakes, so nothing is compared:\n.*payments\.yaml/s);
                assert.match(stacks.stderr, /has several stacks: dev, prod\. Name one with --stack/);
                assert.ok([alone, ...ends].every(({ stdout }) => stdout === ""));
            },
        );
    });

    it("prints one line for an up, also where a file is missing, and reads it back beside a line that was cut off", async () => {
        await inFolders([{}], async ([folder = ""]) => {
            const [records, writes] = [join(folder, "records.jsonl"), join(folder, "writes.jsonl")];
            const lines = await access([
                "record",
                "--writes",
                writes,
                "--result",
                "failed",
                "--review",
                join(folder, "no.json"),
            ]);
            const misused = await Promise.all([
                access(["record", "--result", "failed"]),
                access(["record", "--writes", writes]),
            ]);

            assert.deepEqual([lines.code, ...misused.map(({ code }) => code)], [0, 2, 2], lines.stderr);
            assert.equal(lines.stdout.split("\n").length, 2);
            assert.match(lines.stderr, /there is no such file\..*not in the record: what the run wrote/s);
            const schema = await access(["record", "schema"]);
            const isValid = new Ajv2020({ formats: { "date-time": true }, strictSchema: false }).compile(
                JSON.parse(schema.stdout) as object,
            );
            assert.ok(isValid(JSON.parse(lines.stdout)), JSON.stringify(isValid.errors));

            writeFileSync(records, lines.stdout.slice(0, 100) + lines.stdout);
            const asked = [
                "history",
                "--at",
                "2027-03-03",
                "--path",
                "/teams/payments/",
                "--privilege",
                "secret_reveal",
            ];
            const history = await access([...asked, "--person", "ana@example.com", records]);
            const markdown = await access([...asked, "--markdown", records]);
            assert.deepEqual([history.code, markdown.code], [3, 3], history.stderr);
            assert.match(
                history.stdout,
                /^Who could secret_reveal in "teams\/payments" between 2027-03-03T00:00:00\.000Z/,
            );
            assert.match(history.stdout, /records\.jsonl, line 1: is cut off/);
            assert.match(markdown.stdout, /Nobody, by these files\./);
            assert.equal(readFileSync(records, "utf8").length, lines.stdout.length + 100);
        });
    });

    it("ends with 2 for a time that is none, and with 1 for a file that is not there", async () => {
        const asked = (at: string) => ["history", "--at", at, "--path", "teams", "--privilege", "list", "nowhere"];
        const ends = await Promise.all(["2027-02-30", "yesterday", "2027-03-03"].map((at) => access(asked(at))));

        assert.deepEqual(
            ends.map(({ code }) => code),
            [2, 2, 1],
        );
        assert.match(ends[0]?.stderr ?? "", /--at is "2027-02-30", which is no day/);
        assert.match(ends[2]?.stderr ?? "", /nowhere: there is no such file or folder/);
    });
});
