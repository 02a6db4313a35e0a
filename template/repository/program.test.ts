import { strict as assert } from "node:assert";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { LocalWorkspace, type Stack } from "@pulumi/pulumi/automation";
import { startTenant, type Tenant } from "pulumi-okta-opa/tenant";

/** What the program needs beside the teams. */
const files = ["Pulumi.yaml", "index.ts", "package.json", "platform.yaml", "program.cjs", "tsconfig.json"];

/** A team of the test's own: people of the simulated org, so that the real files can name anybody. */
const team = "members: [ana@example.com, ben@example.com]\n";

describe("our program, in a simulated org", () => {
    // Below this folder, so that packages are found. Nothing is written into the real project.
    const folder = mkdtempSync(join(__dirname, ".test-"));
    let tenant: Tenant;
    let stack: Stack;

    before(async () => {
        for (const file of files) copyFileSync(join(__dirname, file), join(folder, file));
        mkdirSync(join(folder, "teams", "tested"), { recursive: true });
        writeFileSync(join(folder, "teams", "tested", "cards.yaml"), team);
        tenant = await startTenant();
        const envVars = {
            ...tenant.environment,
            PULUMI_BACKEND_URL: `file://${folder}`,
            PULUMI_CONFIG_PASSPHRASE: "of no worth",
        };
        stack = await LocalWorkspace.createOrSelectStack({ stackName: "test", workDir: folder }, { envVars });
        await stack.setAllConfig({
            "pulumi-okta-opa:resourceGroup": { value: "platform" },
            "pulumi-okta-opa:project": { value: "team-secrets" },
            "pulumi-okta-opa:parentFolder": { value: "teams" },
        });
    });

    after(async () => {
        await tenant?.close();
        rmSync(folder, { recursive: true, force: true });
    });

    it("lets the people of a team, and nobody else, reveal what is in the team's folder", async () => {
        await stack.up();
        // People reach OPA a little later than their group.
        tenant.clock.flush();

        const may = ["ana@example.com", "ben@example.com", "chloe@example.com"].filter((person) => {
            const { answer } = tenant.verdict({ person, privilege: "secret_reveal", path: "teams/cards" });
            return answer !== "refused";
        });
        assert.deepEqual(may, ["ana@example.com", "ben@example.com"]);
    });

    it("changes nothing the second time", async () => {
        await stack.up({ expectNoChanges: true });
    });

    it("takes away all that it has made", async () => {
        await stack.destroy();
        tenant.clock.flush();

        const folders = [...tenant.store.folders.values()].map(({ name }) => name);
        assert.deepEqual([folders, tenant.store.mappings.size], [["teams"], 0]);
    });
});
