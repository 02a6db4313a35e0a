import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { checkout } from "../../cli/demo/checkout";
import { byHandOn } from "../opa/support/by-hand";
import { engineEnvironment } from "./support/engine-environment";
import { inventoryOf } from "./support/inventory";
import { runCommand } from "./support/run-command";
import { engineTestMs, payments, type Scene, startTeams, writesTo } from "./support/scene";

const search = { name: "search", members: ["chloe@example.com"], folders: ["dev"] };

describe("pulumi-okta-opa destroy, on the real engine", function () {
    this.timeout(2 * engineTestMs);
    let scene: Scene;
    before(async () => {
        scene = await startTeams([payments, search]);
        await scene.up();
        scene.tenant.clock.flush();
    });
    after(() => scene.close());

    function destroy(env: NodeJS.ProcessEnv, ...args: readonly string[]) {
        const command = [require.resolve("tsx/cli"), join(checkout, "cli", "main.ts"), "destroy", ...args];
        const all = { ...engineEnvironment(dirname(scene.folder)), ...scene.tenant.environment, ...env };
        return runCommand(process.execPath, command, { cwd: scene.folder, env: all, timeoutMs: engineTestMs });
    }

    /** What a call that must refuse said; it may have written nothing. */
    async function refused(code: number, env: NodeJS.ProcessEnv, ...args: readonly string[]): Promise<string> {
        scene.tenant.clearRequests();
        const before = inventoryOf(scene.tenant);
        const done = await destroy(env, ...args);
        const text = `${done.stdout}${done.stderr}`;
        assert.equal(done.code, code, text);
        assert.deepEqual([writesTo(scene.tenant), inventoryOf(scene.tenant)], [[], before], text);
        assert.match(text, /^Nothing was deleted\.$/m);
        return text;
    }

    it("says what goes, and deletes nothing without the name of the stack, nor while a folder holds anything or cannot be seen", async () => {
        const unconfirmed = await refused(4, {}, "--stack", "dev");
        const wrong = await refused(4, {}, "--stack", "dev", "--confirm", "prod");
        await scene.succeed("state", "protect", "--all", "--yes");
        await byHandOn(scene.tenant).secret("teams/payments/key");
        const held = await refused(4, {}, "--stack", "dev", "--confirm", "dev");
        await scene.succeed("state", "unprotect", "--all", "--stack", "dev", "--yes");
        await byHandOn(scene.tenant).remove("teams/payments/key");
        const unseen = await refused(3, { OKTAPAM_SECRET: undefined }, "--stack", "dev", "--confirm", "dev");

        const meant = /If all of that is meant: pulumi-okta-opa destroy --stack dev --confirm dev$/m;
        assert.match(
            unconfirmed,
            /^Stack dev has 2 spaces: "payments", "search"\. `pulumi destroy` deletes 2 Group, .*3 SecretFolder, 2 SecurityPolicy\.$/m,
        );
        assert.match(
            unconfirmed,
            /^ {2}Folder "teams\/payments" holds nothing, and goes\.\n {2}Folder "teams\/search" holds nothing, and goes\.$/m,
        );
        assert.match(unconfirmed, meant);
        assert.match(wrong, /--confirm names "prod", and the stack is "dev"\./);
        assert.match(held, /Pulumi refuses to delete \d+ of the resources, which are protected\./);
        assert.match(held, /^ {2}Folder "teams\/payments" holds 1 secret: teams\/payments\/key\. It would stay/m);
        assert.match(held, /Move or delete what the folders hold first/);
        assert.match(unseen, /"teams\/payments": what it holds could not be seen: [^:]*:\s+.*OKTAPAM_SECRET/);
        for (const text of [wrong, held, unseen]) assert.doesNotMatch(text, meant);
    });

    it("deletes everything once it is confirmed and nothing is held", async () => {
        const done = await destroy({}, "--stack", "dev", "--confirm", "dev");

        assert.equal(done.code, 0, `${done.stdout}${done.stderr}`);
        assert.match(done.stdout, /Folder "teams\/payments" holds nothing, and goes\./);
        assert.deepEqual(
            inventoryOf(scene.tenant).filter((line) => /payments|search/.test(line)),
            [],
        );
        assert.doesNotMatch(await scene.state(), /"urn"/);
    });
});
