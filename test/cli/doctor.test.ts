import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { text as textOf } from "node:stream/consumers";
import Ajv2020 from "ajv/dist/2020";
import { checkout } from "../../cli/demo/checkout";
import { checks } from "../../resources/doctor/finding";
import { startTenant, type Tenant } from "../../tenant";

describe("pulumi-okta-opa doctor", function () {
    // The compiler starts slowly on a busy machine.
    this.timeout(180_000);
    let tenant: Tenant;

    before(async () => {
        tenant = await startTenant();
    });
    after(() => tenant.close());

    async function run(args: readonly string[], env: NodeJS.ProcessEnv = tenant.environment) {
        const its = { PATH: process.env["PATH"], ...env };
        const child = spawn("npx", ["tsx", "cli/main.ts", "doctor", ...args], { cwd: checkout, env: its });
        const ended = new Promise((resolve) => child.once("close", resolve));
        const [stdout, stderr] = await Promise.all([textOf(child.stdout), textOf(child.stderr)]);
        return { code: await ended, stdout, stderr };
    }

    it("says by group what it tried, and what to do about what is missing", async () => {
        const { OKTAPAM_SECRET: _, ...env } = tenant.environment;
        const { code, stdout, stderr } = await run(["--for", "preview"], env);

        assert.equal(code, 1, stderr);
        assert.match(stdout, /^Okta\n {2}✔ signing in to Okta: With an API token/m);
        assert.match(
            stdout,
            /^ {2}✘ the settings for OPA: Missing: OPA service user key secret\. \[opa-settings\]\n {6}→ Set OKTAPAM_SECRET/m,
        );
        assert.match(stdout, /^ {2}- signing in to OPA: Not tried: mend opa-settings first\.$/m);
        assert.match(stderr, /^\d+ failed, \d+ warnings, \d+ calls\.$/m);
        assert.ok(!stdout.includes(tenant.credentials.oktaApiToken));
    });

    it("says the same as JSON, by the schema that it prints", async () => {
        const [{ stdout }, schema] = await Promise.all([run(["--json"]), run(["schema"])]);

        const validate = new Ajv2020().compile(JSON.parse(schema.stdout) as object);
        assert.ok(validate(JSON.parse(stdout)), JSON.stringify(validate.errors));
    });

    it("ends with 3 where it cannot run", async () => {
        const [misused, noStack] = await Promise.all([
            run(["--for", "destroy"]),
            run(["--stack", "nowhere/to/be-found"]),
        ]);

        assert.equal(misused.code, 3, misused.stderr);
        assert.equal(noStack.code, 3, noStack.stderr);
        assert.match(noStack.stderr, /configuration of stack "nowhere\/to\/be-found" could not be read/);
    });

    it("has every code explained in the docs", () => {
        const page = readFileSync(join(checkout, "docs", "doctor.md"), "utf8");
        const headings = [...page.matchAll(/^### (\S+)$/gm)].map(([, code]) => code);

        assert.deepEqual(headings, Object.keys(checks));
    });
});
