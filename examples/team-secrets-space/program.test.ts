import { strict as assert } from "node:assert";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { LocalWorkspace, type Stack } from "@pulumi/pulumi/automation";
import { startTenant, type Tenant } from "pulumi-okta-opa/tenant";

describe("our program", () => {
    const home = mkdtempSync(join(tmpdir(), "our-program-"));
    let tenant: Tenant;
    let stack: Stack;
    const policies = () => [...tenant.store.policies.values()];

    before(async () => {
        tenant = await startTenant();
        const envVars = {
            ...tenant.environment,
            PULUMI_BACKEND_URL: `file://${home}`,
            PULUMI_CONFIG_PASSPHRASE: "of no worth",
        };
        stack = await LocalWorkspace.createOrSelectStack({ stackName: "test", workDir: __dirname }, { envVars });
    });

    after(async () => {
        await stack?.workspace.removeStack("test", { force: true });
        await tenant?.close();
        rmSync(home, { recursive: true });
    });

    it("lets the payments team, and nobody else, into the payments folder, on a busy day too", async () => {
        // OPA asks for patience, twice, before it makes the folder.
        const patience = { status: 429, headers: { "Retry-After": "1" }, times: 2 };
        tenant.fail({ method: "POST", path: /secret_folders$/, ...patience });

        await stack.up();
        // The members reach OPA a little later than their group.
        tenant.clock.flush();

        assert.equal(tenant.requests.filter(({ status }) => status === 429).length, 2);
        const folder = [...tenant.store.folders.values()].find(({ name }) => name === "payments");
        const groups = policies()
            .filter(({ rules }) => rules.some(({ targets }) => targets.some(({ id }) => id === folder?.id)))
            .flatMap(({ userGroups }) => userGroups.map(({ id }) => tenant.store.opaGroups.get(id)));
        assert.deepEqual(
            groups.map((group) => [...(group?.members ?? [])].sort()),
            [["ana@example.com", "ben@example.com"]],
        );
    });

    it("changes nothing the second time", async () => {
        tenant.clearRequests();

        await stack.preview({ expectNoChanges: true });
        await stack.up({ expectNoChanges: true });

        assert.deepEqual(
            tenant.requests.filter(({ writes }) => writes),
            [],
        );
    });

    it("notices that somebody has switched the policy off", async () => {
        for (const policy of policies()) if (policy.name === "team-payments secrets") policy.active = false;

        const drift = stack.preview({ refresh: true, runProgram: true, expectNoChanges: true });

        await assert.rejects(drift, /no changes were expected/);
    });

    it("takes away all it has made", async () => {
        await stack.destroy();
        tenant.clock.flush();

        assert.equal(tenant.store.mappings.size, 0);
        assert.deepEqual(
            [...tenant.store.folders.values()].map(({ name }) => name),
            ["teams"],
        );
    });
});
