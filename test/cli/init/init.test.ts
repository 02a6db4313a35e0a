import assert from "node:assert/strict";
import {
    existsSync,
    mkdirSync,
    mkdtempSync,
    readdirSync,
    readFileSync,
    rmSync,
    symlinkSync,
    writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { parse } from "yaml";
import { checkout } from "../../../cli/demo/checkout";
import { ask } from "../../../cli/init/ask";
import { asProjectName, places, refusalsOf, type SettingName } from "../../../cli/init/settings";
import { writeNew } from "../../../cli/init/write";
import { codeOwners, codeOwnersFileOf } from "../../../resources/team-secrets-space/authority/code-owners";
import { checkFiles } from "../../../resources/team-secrets-space/files/check-files";
import { formatFiles } from "../../../resources/team-secrets-space/files/format-files";
import { filesOf, inRepository, usual } from "./support";

describe("a repository that init has made", () => {
    for (const host of places)
        it(`passes its own checks, for ${host}`, async () => {
            await inRepository({ host, owners: "@acme/platform, @acme/security" }, (folder) => {
                const teams = join(folder, "teams");

                const { count, mistakes } = checkFiles(teams, { stack: "dev" });
                const formatted = formatFiles(teams, { onlyLook: true, schema: join(folder, "team.schema.json") });

                assert.deepEqual([count, mistakes], [2, []]);
                assert.deepEqual([formatted?.changed, formatted?.mistakes], [[], []]);
                assert.ok(existsSync(join(folder, ".gitignore")));
                if (host === "none") return;
                const owners = readFileSync(join(folder, codeOwnersFileOf(host)), "utf8");
                // The command runs in the repository, so it names the folder by its name there.
                const here = process.cwd();
                process.chdir(folder);
                const expected = codeOwners("teams", host);
                process.chdir(here);
                assert.deepEqual([expected.mistakes, expected.text], [[], owners]);
            });
        });

    it("has none of the template's words left, and each value where it belongs", () => {
        for (const host of places) {
            for (const [path, text] of filesOf({ host, app: "0oa1gjh63g214q0Hq0g4" })) {
                const left =
                    /PROJECT_NAME|STACK_NAME|OKTA_ORG\b|OPA_PROJECT|RESOURCE_GROUP|APP_ID\b|PLATFORM_OWNERS|PACKAGE_VERSION/;
                assert.doesNotMatch(text, left, path);
                assert.doesNotMatch(path, left);
            }
        }
    });

    it("keeps any name as it is, also one that YAML would read otherwise", () => {
        const odd = ["yes", "0123", "a: b", "x # y", "- z", "[q]", 'a "b"', "it's", "{}", "ünïcode", "$& $1 `x`"];
        for (const value of odd) {
            const files = filesOf({ resourceGroup: value, project: value, app: "0oa1gjh63g214q0Hq0g4" });

            const { config } = parse(files.get("Pulumi.dev.yaml") ?? "") as { config: Record<string, unknown> };

            assert.equal(config["pulumi-okta-opa:resourceGroup"], value);
            assert.equal(config["pulumi-okta-opa:project"], value);
            assert.equal(config["pulumi-okta-opa:appId"], "0oa1gjh63g214q0Hq0g4");
            assert.deepEqual(config["pulumi-okta-opa:expect"], { org: "acme.okta.com", opaTeam: "example" });
        }
    });

    it("expects no org of the simulated one, which has another address in each run, and shows how to", () => {
        const text = filesOf({ org: "example.okta.com" }).get("Pulumi.dev.yaml") ?? "";

        assert.equal((parse(text) as { config: Record<string, unknown> }).config["pulumi-okta-opa:expect"], undefined);
        assert.match(text, /^ +# pulumi-okta-opa:expect: \{ org: example\.okta\.com, opaTeam: example \}$/m);
    });

    it("asks for the versions that the package itself is developed and tested with", () => {
        const manifest = JSON.parse(readFileSync(join(checkout, "package.json"), "utf8"));

        const made = JSON.parse(filesOf().get("package.json") ?? "");

        for (const name of Object.keys(made.devDependencies)) {
            assert.equal(made.devDependencies[name], manifest.devDependencies[name], name);
        }
        for (const name of ["@pulumi/okta", "@pulumi/pulumi", "tsx"]) {
            assert.equal(made.dependencies[name], manifest.devDependencies[name], name);
        }
        assert.equal(made.dependencies["pulumi-okta-opa"], "0.1.0");
    });

    it("declares the engine that the package needs", () => {
        const { peerDependencies } = JSON.parse(readFileSync(join(checkout, "package.json"), "utf8"));
        const [lowest] = peerDependencies["@pulumi/pulumi"].split(" ");

        const { requiredPulumiVersion } = parse(filesOf().get("Pulumi.yaml") ?? "");

        assert.equal(requiredPulumiVersion, lowest);
    });
});

describe("init writes over nothing:", () => {
    let folder: string;

    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "init-test-"));
    });
    afterEach(() => rmSync(folder, { recursive: true, force: true }));

    it("it names all that is in the way at once, and writes no file", () => {
        mkdirSync(join(folder, "teams"));
        writeFileSync(join(folder, "teams", "payments"), "a file where a folder is to be");
        writeFileSync(join(folder, "package.json"), "{}");
        symlinkSync("nowhere", join(folder, "index.ts"));
        mkdirSync(join(folder, "README.md"));

        assert.throws(() => writeNew(folder, filesOf()), {
            message: [
                `Nothing was written, because this is there already in ${folder}:`,
                "  README.md",
                "  index.ts",
                "  package.json",
                "  teams/payments",
                "Name another folder, or move it away.",
            ].join("\n"),
        });
        assert.deepEqual(readdirSync(folder).sort(), ["README.md", "index.ts", "package.json", "teams"]);
    });

    it("it adds to a folder that holds other files", () => {
        mkdirSync(join(folder, "teams", "legal"), { recursive: true });
        writeFileSync(join(folder, "teams", "legal", "contracts.yaml"), "members: [ana@example.com]\n");

        writeNew(folder, filesOf());

        assert.deepEqual(readdirSync(join(folder, "teams")).sort(), ["legal", "payments", "product"]);
    });
});

describe("what init is told", () => {
    it("is refused all at once, each with what to write", () => {
        const wrong = {
            name: "Acme",
            stack: "a b",
            org: "https://acme.okta.com",
            opaTeam: "",
            app: "00o1",
            owners: "acme",
        };

        const told = refusalsOf({ ...wrong, resourceGroup: " x", project: "two\nlines" }, "github");

        assert.deepEqual(
            told.map((line) => line.split(":")[0]),
            ["--name", "--stack", "--org", "--opa-team", "--resource-group", "--project", "--app", "--owners"],
        );
        assert.match(told.join("\n"), /--org: "https:\/\/acme\.okta\.com" is no host\. .*for example acme\.okta\.com/);
    });

    it("is taken as the host reads it: GitLab has groups in groups, GitHub has not", () => {
        assert.deepEqual(refusalsOf({ owners: "@acme/a/b" }, "gitlab"), []);
        assert.equal(refusalsOf({ owners: "@acme/a/b" }, "github").length, 1);
    });

    it("is refused nowhere for what is usual, and a folder's name always makes a project's", () => {
        const { host, ...given } = usual;

        assert.deepEqual(refusalsOf(given, host), []);
        for (const folder of ["Acme Secrets!", "___", "ä", "x".repeat(300), ".hidden"]) {
            assert.deepEqual(refusalsOf({ name: asProjectName(folder) }, host), [], folder);
        }
    });

    it("is asked for on a terminal, only what is missing, and again where an answer cannot be used", async () => {
        const { input, output, said } = terminal();
        const nothing = Object.fromEntries(Object.keys(usual).map((name) => [name, `usual-${name}`])) as Record<
            SettingName,
            string
        >;
        const given = { name: "n", stack: "s", opaTeam: "t", resourceGroup: "r", project: "p", app: "" };

        const asking = ask({ host: undefined, given, usual: { ...nothing, owners: "@a/b" }, input, output });
        for (const answer of ["bitbucket", "gitlab", "https://x", "acme.okta.com", ""]) {
            await said(/\] $/);
            input.write(`${answer}\n`);
        }

        assert.deepEqual(await asking, { host: "gitlab", given: { ...given, org: "acme.okta.com", owners: "@a/b" } });
    });

    it("loses no answer of several that are pasted at once", async () => {
        const { input, output } = terminal();
        const { host, ...all } = usual;

        input.end("one\ntwo\nacme.okta.com\nacme\nplatform\nsecrets\n\n@acme/platform\n");
        const { given } = await ask({ host, given: {}, usual: all, input, output });

        const place = { resourceGroup: "platform", project: "secrets", app: "", owners: "@acme/platform" };
        assert.deepEqual(given, { name: "one", stack: "two", org: "acme.okta.com", opaTeam: "acme", ...place });
    });

    it("ends, and nothing is written, when the answers end too early", async () => {
        const { input, output } = terminal();
        const { host, ...all } = usual;

        const asking = ask({ host, given: {}, usual: all, input, output });
        input.end();

        await assert.rejects(asking, /The answers ended too early, so nothing was written\./);
    });
});

/** A terminal, and a promise of what it has said last. */
function terminal() {
    const [input, output] = [new PassThrough(), new PassThrough()];
    let text = "";
    output.on("data", (more: Buffer) => {
        text += more.toString();
    });
    const said = async (what: RegExp) => {
        while (!what.test(text)) await new Promise((resolve) => output.once("data", resolve));
        text = "";
    };
    return { input, output, said };
}
