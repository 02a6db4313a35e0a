import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020";
import { checkout as repository } from "../../cli/demo/checkout";
import { document, team as planned } from "../review/support/engine-document";
import { checkout, inFolders } from "../review/support/played";

interface Ended {
    readonly code: unknown;
    readonly stdout: string;
    readonly stderr: string;
}

const diff = (...args: string[]): Promise<Ended> => diffOf("", ...args);

/** Runs the command without any setting that could be a credential. */
function diffOf(input: string, ...args: string[]): Promise<Ended> {
    const main = [
        ...["--import", require.resolve("tsx"), join(repository, "cli", "main.ts")],
        ...["access", "diff", ...args],
    ];
    const { PATH } = process.env;
    return new Promise((resolve) => {
        const child = execFile(process.execPath, main, { env: { PATH } }, (failure, stdout, stderr) => {
            resolve({ code: failure ? failure.code : 0, stdout, stderr });
        });
        child.stdin?.end(input);
    });
}

const team = (...people: string[]): string => `members: [${people.join(", ")}]\n`;

describe("pulumi-okta-opa access diff", function () {
    // The compiler starts slowly on a busy machine.
    this.timeout(180_000);

    it("ends with 7 and tells the change, in every form, where somebody's access changes", async () => {
        const base = checkout({ "a/payments": team("ana@example.com", "ben@example.com") });
        const head = checkout({ "a/payments": team("ana@example.com", "emma@example.com") });
        await inFolders([base, head], async ([was = "", is = ""]) => {
            const page = join(is, "page.html");
            const text = await diff("--base", was, "--head", is, "--author", "Emma@example.com", "--html", page);
            const json = await diff("--base", was, "--head", is, "--json");
            const markdown = await diff("--base", was, "--head", is, "--markdown");

            assert.deepEqual([text.code, json.code, markdown.code, text.stderr], [7, 7, 7, ""]);
            assert.match(text.stdout, /^🔴 1 person gains REVEAL\. 1 person loses reveal\.\n/);
            assert.match(text.stdout, /The author, "Emma@example\.com", gains: reveal/);
            assert.match(
                markdown.stdout,
                /\| 🔴 gains reveal \| `emma@example\.com` \| `teams\/payments` \| nothing \|/,
            );
            assert.match(readFileSync(page, "utf8"), /<code>emma@example\.com<\/code>/);
            const { stdout: schema } = await diff("schema");
            const isValid = new Ajv2020().compile(JSON.parse(schema) as object);
            assert.ok(isValid(JSON.parse(json.stdout)), JSON.stringify(isValid.errors));
        });
    });

    it("tells the same of what the engine plans, from a file or from standard input, and refuses what is no whole preview", async () => {
        const steps = [...planned("search"), ...planned("payments", { isNew: true })];
        const whole = JSON.stringify(document(steps));
        await inFolders([{ "plan.json": whole, "short.json": whole.slice(0, -9) }], async ([folder = ""]) => {
            const file = join(folder, "plan.json");
            const [text, json] = [await diff("--preview", file), await diffOf(whole, "--preview", "-", "--json")];
            const short = await diff("--preview", join(folder, "short.json"));
            const both = await diff("--preview", file, "--base", folder);

            assert.deepEqual([text.code, json.code, text.stderr, json.stderr], [7, 7, "", ""]);
            assert.match(text.stdout, /gains reveal: "payments@example\.com"\n(.*\n){3} +because +new team "payments"/);
            assert.match(text.stdout, /From the engine's preview\. Before 1 team, after 2 teams/);
            const { from, table } = JSON.parse(json.stdout) as { from: string; table: string };
            assert.deepEqual([from, text.stdout.includes(table)], ["preview", true]);
            assert.deepEqual([short.code, short.stdout, both.code], [1, "", 2]);
            assert.match(short.stderr, /nothing is known of the change/);
            assert.match(both.stderr, /either --preview, or --base and --head/);
        });
    });

    it("ends with 0 where nobody's access changes, and knows the checkout without teams as one", async () => {
        const base = checkout({ "a/payments": team("ana@example.com") });
        const head = checkout({ "b/payments": `description: Cards\n${team("ana@example.com")}` });
        await inFolders([base, head, {}], async ([was = "", is = "", empty = ""]) => {
            const same = await diff("--base", was, "--head", is);
            const first = await diff("--base", empty, "--head", is);

            assert.deepEqual([same.code, first.code], [0, 7]);
            assert.match(same.stdout, /^✅ Nobody gains or loses any access\.\n/);
            assert.match(first.stdout, /gains reveal: "ana@example\.com"\n(.*\n){3} +because +new team "payments"/);
        });
    });

    it("ends with 9 where a budget or a freeze stops the change, and shows the line that lifts it, in every form", async () => {
        const place = (files: ReturnType<typeof checkout>, platform: string) => ({
            ...files,
            "platform.yaml": platform,
        });
        const all = checkout({
            "a/one": team("ana@example.com"),
            "a/two": team("ben@example.com"),
            "b/c": team("x@y.com"),
        });
        const less = checkout({ "b/c": team("x@y.com") });
        const freeze =
            'budget: { teams-removed: 2 }\nfreeze: { what: removals, by: kim, until: "2999-12-31", why: audit }\n';
        const sides = [place(all, "{}\n"), place(less, "{}\n"), place(less, freeze)];
        await inFolders(sides, async ([was = "", is = "", frozen = ""]) => {
            const text = await diff("--base", was, "--head", is);
            const json = await diff("--base", was, "--head", is, "--json");
            const waits = await diff("--base", was, "--head", frozen, "--markdown");

            assert.deepEqual([text.code, json.code, waits.code], [9, 9, 9]);
            assert.match(text.stdout, /^⛔ Stopped by budget\.teams-removed\./);
            assert.match(
                text.stdout,
                /^ {4}overrides:\n {6}- \{ rule: budget\.teams-removed, change: "declared:[0-9a-f]{64}", /m,
            );
            assert.match(waits.stdout, /^### ⛔ Stopped by freeze\./);
            const { stdout: schema } = await diff("schema");
            const isValid = new Ajv2020().compile(JSON.parse(schema) as object);
            assert.ok(isValid(JSON.parse(json.stdout)), JSON.stringify(isValid.errors));
        });
    });

    it("ends with 9 where an option refuses the change, with everybody who would gain, and with 7 without it", async () => {
        const sides = [
            checkout({ "a/payments": team("ana@example.com", "ben@example.com") }),
            checkout({
                "a/payments": `${team("ana@example.com", "emma@example.com")}access:\n  owners: { members: [ana@example.com], privileges: manage }\n`,
            }),
        ];
        await inFolders(sides, async ([was = "", is = ""]) => {
            const refused = async (...options: string[]) => {
                const { code, stdout } = await diff("--base", was, "--head", is, "--json", ...options);
                const { findings } = JSON.parse(stdout) as { findings: { rule: string; blocks: boolean }[] };
                return { code, stopping: findings.filter(({ blocks }) => blocks) };
            };
            const gain = (rule: string, login: string, what: string) => ({
                ...{ rule, level: "block", blocks: true, path: "teams/payments", who: [login] },
                ...{ what: `"${login}" gains in "teams/payments": ${what}.`, accepted: null },
            });
            const [emma, ana] = ["emma@example.com", "ana@example.com"] as const;

            const [without, none, some, other] = [
                await refused(),
                await refused("--no-new-access"),
                await refused("--never-grant", "secret_delete", "secret_reveal"),
                await refused("--never-grant", "folder_update"),
            ];
            const wrong = await diff("--base", was, "--head", is, "--never-grant", "reveal");

            assert.deepEqual(none, {
                code: 9,
                stopping: [
                    gain("no-new-access", emma, "reveal, create, change, create folders, see names"),
                    gain("no-new-access", ana, "delete, delete folders, change folders"),
                ],
            });
            assert.deepEqual(some, {
                code: 9,
                stopping: [gain("never-grant", emma, "reveal"), gain("never-grant", ana, "delete")],
            });
            assert.deepEqual(other, { code: 9, stopping: [gain("never-grant", ana, "change folders")] });
            assert.deepEqual(without, { code: 7, stopping: [] });
            assert.deepEqual([wrong.code, wrong.stdout], [2, ""]);
        });
    });

    it("ends with 1 and tells each mistake of either side with file, line and column", async () => {
        const base = checkout({ "a/payments": "members: [1]\n" });
        const head = checkout(
            { "a/payments": `${team("ana@example.com")}projct: x\n` },
            "  pulumi-okta-opa:minimum: 1\n",
        );
        await inFolders([base, head], async ([was = "", is = ""]) => {
            const { code, stdout, stderr } = await diff("--base", was, "--head", is);

            assert.deepEqual([code, stdout], [1, ""]);
            assert.ok(stderr.includes(`${was}/teams/a/payments.yaml:1:11 members[0]: 1: was read as a number`), stderr);
            assert.ok(stderr.includes(`${is}/teams/a/payments.yaml:2:1 projct: unknown key "projct"`), stderr);
            assert.ok(stderr.includes("pulumi-okta-opa:minimum: 1: give"), stderr);
        });
    });

    it("says of a head with mistakes that it looks like an accident, if a key of a team has another name or a file is empty", async () => {
        const base = checkout({ "a/cards": team("ana@example.com"), "a/payments": team("ben@example.com") });
        const head = checkout({ "a/cards": "memebrs: [ana@example.com]\n", "a/payments": "" });
        await inFolders([base, head], async ([was = "", is = ""]) => {
            const { code, stderr } = await diff("--base", was, "--head", is);

            assert.equal(code, 1);
            assert.match(
                stderr,
                /It looks like an accident: team "cards" was declared before with "members", which is not there now; "memebrs" is\./,
            );
            assert.match(
                stderr,
                /It looks like an accident: team "payments" was declared before, and nothing can be read in its file now\./,
            );
        });
    });

    it("refuses a head without teams, and one that is no folder, and a snapshot that is none", async () => {
        const base = checkout({ "a/payments": team("ana@example.com") });
        await inFolders([base, checkout({})], async ([was = "", is = ""]) => {
            const none = await diff("--base", was, "--head", is);
            const missing = await diff("--base", was, "--head", join(is, "missing"));
            const file = join(is, "snapshot.json");
            writeFileSync(file, "{}");
            const snapshot = await diff("--base", was, "--head", was, "--snapshot", file);

            assert.deepEqual([none.code, missing.code, snapshot.code], [1, 1, 1]);
            assert.match(none.stderr, /is no folder\. Write a file for each/);
            assert.match(
                none.stderr,
                /It looks like an accident: 1 team was declared before \("payments"\), and none is declared now\./,
            );
            assert.match(missing.stderr, /^--head: .*missing is no folder/);
            assert.match(snapshot.stderr, /snapshot\.json is not what `access snapshot`/);
        });
    });

    it("ends with 2 when it is called wrongly: one side, two forms, a stack that has to be named", async () => {
        const files = { ...checkout({ "a/payments": team("ana@example.com") }), "Pulumi.prod.yaml": "config: {}\n" };
        await inFolders([files, files], async ([was = "", is = ""]) => {
            const calls = [
                ["--head", is],
                ["--base", was, "--head", is, "--json", "--markdown"],
                ["--base", was, "--head", is],
            ];
            const ended = await Promise.all(calls.map((args) => diff(...args)));

            assert.deepEqual(
                ended.map(({ code }) => code),
                [2, 2, 2],
            );
            assert.match(ended[2]?.stderr ?? "", /several stacks: dev, prod\. Name one with --stack\./);
            assert.equal((await diff("--base", was, "--head", is, "--stack", "dev")).code, 0);
        });
    });
});
