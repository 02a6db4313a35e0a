import assert from "node:assert/strict";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { checkout } from "../../cli/demo/checkout";
import type { Drift } from "../../resources/drift/document";
import { startTenant, type Tenant } from "../../tenant";
import { runCommand } from "../engine/support/run-command";
import { inFolderWith } from "../team-secrets-space/support/team-folder";
import { Caller } from "../tenant/support/callers";

const type = "okta:index/groupMemberships:GroupMemberships";
const urn = `urn:pulumi:dev::teams::${type}::payments-members`;

/** What `pulumi preview` prints of the members of a group, with more people than state has. */
function previewWith(groupId: string, more: readonly string[]): string {
    const state = (users: readonly string[]) => ({ urn, type, id: groupId, inputs: { groupId, users }, outputs: {} });
    const refresh = { op: "refresh", urn, oldState: state([]), newState: state([]) };
    return JSON.stringify({ steps: [refresh, { op: "update", urn, oldState: state(more), newState: state([]) }] });
}

/** A `pulumi` in the folder that answers these commands, given by their first words, and no other. */
function pulumiIn(home: string, answers: Readonly<Record<string, string>>): string {
    const bin = join(home, "bin");
    mkdirSync(bin);
    const cases = Object.entries(answers).map(([words, text], index) => {
        writeFileSync(join(bin, `${index}.json`), text);
        return `"${words}"*) cat "${bin}/${index}.json";;`;
    });
    writeFileSync(join(bin, "pulumi"), `#!/bin/sh\ncase "$*" in\n${cases.join("\n")}\n*) exit 9;;\nesac\n`);
    chmodSync(join(bin, "pulumi"), 0o755);
    return bin;
}

describe("pulumi-okta-opa drift, without an engine", function () {
    this.timeout(180_000);
    let tenant: Tenant;
    before(async () => {
        tenant = await startTenant();
    });
    after(() => tenant.close());

    it("says who did it by the selected stack's configuration, and that it needs a right where it does not see it", async () => {
        const { store, credentials } = tenant;
        const admin = new Caller(tenant, "administrator");
        const { id } = JSON.parse((await admin.okta("POST", "/api/v1/groups", { profile: { name: "team" } })).text) as {
            id: string;
        };
        const logins = ["ana", "ben", "chloe", "dario", "emma"].map((name) => `${name}@example.com`);
        const ids = logins.map((login) => store.userWithLogin(login)?.id ?? "");
        for (const user of ids) await admin.okta("PUT", `/api/v1/groups/${id}/users/${user}`);
        const { OKTA_API_TOKEN: _, ...environment } = tenant.environment;
        const config = { "okta:apiToken": { value: credentials.oktaApiToken } };
        await inFolderWith({}, async (home) => {
            const bin = pulumiIn(home, {
                "preview --refresh --run-program --json --non-interactive": previewWith(id, ids),
                "stack export --non-interactive": JSON.stringify({ deployment: {} }),
                "config --json --show-secrets --non-interactive": JSON.stringify(config),
            });
            const drift = () => {
                const command = [require.resolve("tsx/cli"), join(checkout, "cli", "main.ts"), "drift", "--json"];
                const env = { ...environment, PATH: `${bin}:${process.env["PATH"]}`, HOME: home };
                return runCommand(process.execPath, command, { cwd: home, env, timeoutMs: 90_000 });
            };

            const seen = await drift();
            tenant.fail({ method: "GET", path: /\/logs/, status: 403, times: 99 });
            const unseen = await drift();

            const of = ({ stdout }: typeof seen) => (JSON.parse(stdout) as Drift).objects[0];
            assert.deepEqual([seen.code, unseen.code], [7, 7], seen.stderr + unseen.stderr);
            const told = of(seen)?.by.events.map(({ actor, whom }) => `${actor} ${whom}`);
            assert.deepEqual(
                told?.sort(),
                logins.map((login) => `administrator@example.com ${login}`),
            );
            assert.deepEqual(of(seen)?.properties[0]?.is, logins);
            assert.deepEqual(of(unseen)?.by, { events: [], note: "not known: needs okta.logs.read" });
            assert.ok(
                ![seen, unseen].some(({ stdout, stderr }) => `${stdout}${stderr}`.includes(credentials.oktaApiToken)),
            );
        });
    });
});
