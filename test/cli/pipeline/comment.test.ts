import assert from "node:assert/strict";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipelineCommand } from "../../../cli/pipeline";
import { type CodeHostStandIn, startCodeHost } from "../../support/code-host/start";

describe("pulumi-okta-opa pipeline comment", () => {
    let standIn: CodeHostStandIn;
    let folder: string;
    let before: NodeJS.ProcessEnv;

    beforeEach(async () => {
        standIn = await startCodeHost();
        folder = mkdtempSync(join(tmpdir(), "comment-test-"));
        before = { ...process.env };
        Object.assign(process.env, standIn.environment.github);
    });
    afterEach(async () => {
        for (const name of Object.keys(standIn.environment.github)) delete process.env[name];
        Object.assign(process.env, before);
        rmSync(folder, { recursive: true });
        await standIn.close();
    });

    const comment = (file: string, ...asked: string[]) => {
        const args = ["comment", "--host", "github", "--marker", "review-dev", "--file", file, ...asked];
        return pipelineCommand().exitOverride().parseAsync(args, { from: "user" });
    };

    it("takes no page that leads to another file: an artifact may hold links, and this one leads to the token", async () => {
        const { number } = standIn.repository.propose();
        const page = join(folder, "page.md");
        symlinkSync("/proc/self/environ", page);

        await assert.rejects(comment(page, "--change", String(number)), /page\.md is no plain file/);

        assert.deepEqual(standIn.calls, []);
    });

    it("takes no page that is too large to be one", async () => {
        const { number } = standIn.repository.propose();
        const page = join(folder, "page.md");
        writeFileSync(page, "x".repeat(2 * 1024 * 1024));

        await assert.rejects(comment(page, "--change", String(number)), /page\.md is larger than any page/);
    });

    for (const asked of [[], ["--branch", "acme:x"], ["--change", "1", "--commit", "a".repeat(40)]])
        it(`must be told of one change in one way, not by ${JSON.stringify(asked)}`, async () => {
            const page = join(folder, "page.md");
            writeFileSync(page, "page");

            await assert.rejects(comment(page, ...asked), /Give either --change, or --branch, --commit and --into\./);

            assert.deepEqual(standIn.calls, []);
        });

    it("names only some of the files that make a page doubtful, so that nobody can drown it in names", async () => {
        const files = Array.from({ length: 40 }, (_, n) => ({ path: `.github/workflows/<b>|${n}.yml` }));
        const { number, branch, commit } = standIn.repository.propose({ files });
        const page = join(folder, "page.md");
        writeFileSync(page, "### ✅ Nobody gains.\n");

        await comment(page, "--branch", branch, "--commit", commit, "--into", "main");

        const [text = ""] = standIn.repository.textsOn(number);
        assert.match(text, /\\<b\\>\\\|4\.yml and 35 more; commit c{12}\)/);
        assert.ok(text.indexOf("also changes how it is checked") < text.indexOf("Nobody gains"));
    });
});
