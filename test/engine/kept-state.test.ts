import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { checkout } from "../../cli/demo/checkout";
import { fillAsKept, textOf } from "../stored/support/kept-stack";
import { engineTestMs, type Scene, startScene, writesTo } from "./support/scene";

/** As in test/stored/support/kept-programs.ts. */
const spaces = `
import { TeamSecretsSpace } from ${JSON.stringify(`${checkout}/resources`)};

const within = { resourceGroup: "platform", project: "team-secrets", parentFolder: "teams" };
new TeamSecretsSpace("payments", { ...within, members: ["ana@example.com", "ben@example.com"] });
new TeamSecretsSpace("search", { ...within, members: ["chloe@example.com"], privileges: ["manage"] });
new TeamSecretsSpace("cards", { ...within, members: [], folderName: "cards-vault", groupName: "card-people" });
`;

describe("the state that 0.1.0 wrote, on the real engine", function () {
    this.timeout(engineTestMs);
    let scene: Scene;

    beforeEach(async () => {
        scene = await startScene({ program: { "index.ts": spaces } });
        fillAsKept("0.1.0", "spaces", scene.tenant);
        const file = join(scene.folder, "kept.json");
        writeFileSync(file, textOf("0.1.0", "spaces.stack.json"));
        await scene.succeed("stack", "import", "--file", file);
        scene.tenant.clearRequests();
    });
    afterEach(() => scene.close());

    it("is what is declared, is refreshed without a change, and is destroyed", async () => {
        await scene.succeed("preview", "--expect-no-changes");
        await scene.succeed("preview", "--refresh", "--run-program", "--expect-no-changes");
        await scene.succeed("refresh", "--yes", "--skip-preview", "--expect-no-changes");
        assert.deepEqual(writesTo(scene.tenant), []);

        await scene.succeed("destroy", "--yes", "--skip-preview");

        const { folders, policies, mappings } = scene.tenant.store;
        assert.deepEqual([mappings.size, [...folders.values()].map(({ name }) => name)], [0, ["teams"]]);
        assert.deepEqual(
            [...policies.values()].map(({ name }) => name),
            ["automation manages team folders"],
        );
    });
});
