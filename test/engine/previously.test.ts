import assert from "node:assert/strict";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { byHandOn } from "../opa/support/by-hand";
import { inventoryOf } from "./support/inventory";
import { library } from "./support/project-files";
import { engineTestMs, place, startScene, writesTo } from "./support/scene";

const program = `
import { declaredTeams, TeamSecretsSpace } from ${JSON.stringify(library)};

export = async () => {
    for (const { name, ...team } of await declaredTeams({ files: "teams" })) new TeamSecretsSpace(name, team);
};
`;

const team = [
    "members: [ana@example.com]",
    "folders: [dev]",
    "access:",
    "  owners: { members: [ben@example.com], privileges: reveal }",
    "",
].join("\n");

describe("a team whose file gets another name, on the real engine", function () {
    this.timeout(2 * engineTestMs);

    it("stays what it is, secrets included: nothing is made, deleted or written, with `previously`, after it, and without it", async () => {
        const scene = await startScene({ program: { "index.ts": program } });
        const write = (name: string, text: string) => {
            const path = join(scene.folder, "teams", `${name}.yaml`);
            mkdirSync(dirname(path), { recursive: true });
            writeFileSync(path, text);
        };
        write("payments/cards", team);
        write("search/index", "members: [chloe@example.com]\n");
        scene.configure(place);
        await scene.up();
        await byHandOn(scene.tenant).secret("teams/cards/dev/card-key");
        const before = inventoryOf(scene.tenant);
        scene.tenant.clearRequests();

        rmSync(join(scene.folder, "teams", "payments", "cards.yaml"));
        write("payments/wallet", `previously: cards\n${team}`);
        const preview = await scene.succeed("preview");
        await scene.succeed("up", "--yes", "--skip-preview", "--expect-no-changes");
        await scene.succeed("preview", "--refresh", "--run-program", "--expect-no-changes");
        write("payments/wallet", team);
        await scene.succeed("up", "--yes", "--skip-preview", "--refresh", "--run-program", "--expect-no-changes");
        const state = await scene.state();
        const after = inventoryOf(scene.tenant);
        const written = writesTo(scene.tenant);
        await scene.close();

        assert.doesNotMatch(preview.stdout, /\b(create|delete|replace)\b/);
        assert.deepEqual(after, before);
        assert.deepEqual(written, []);
        assert.match(state, /::wallet-folder\/dev"/);
        assert.doesNotMatch(state, /::cards-(folder|group|policy|push|members)/);
    });
});
