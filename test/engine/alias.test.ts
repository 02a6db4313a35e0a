import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { inventoryOf } from "./support/inventory";
import { library } from "./support/project-files";
import { engineTestMs, startScene, writesTo } from "./support/scene";

const program = (name: string, rest: string, options: string) => `
import { TeamSecretsSpace } from ${JSON.stringify(library)};

const space = { members: ["ana@example.com"], resourceGroup: "platform", project: "team-secrets", parentFolder: "teams" };
new TeamSecretsSpace("${name}", { ...space${rest} }, ${options});
`;

describe("a space that gets another name in the program, on the real engine", function () {
    this.timeout(engineTestMs);

    it("is refused in the preview, and stays as it is when its old name is given as an alias, as told, and its names are declared", async () => {
        const scene = await startScene({ program: { "index.ts": program("payments", "", "{}") } });
        await scene.up();
        const before = inventoryOf(scene.tenant);
        const names = ', groupName: "team-payments", folderName: "payments", description: "Secrets of team payments"';
        const write = (options: string) =>
            writeFileSync(join(scene.folder, "index.ts"), program("cards", names, options));
        scene.tenant.clearRequests();

        write("{}");
        const told = await scene.fail("preview");
        write('{ aliases: [{ name: "payments" }] }');
        await scene.succeed("up", "--yes", "--expect-no-changes");
        const after = inventoryOf(scene.tenant);
        await scene.close();

        assert.match(
            told,
            /Okta already has a group "team-payments" \(00g\w+\), .* resource "payments-policy" of this stack.* aliases: \[\{ name: "payments" \}\], with groupName, folderName and description as they were/,
        );
        assert.doesNotMatch(told, /import:/);
        assert.deepEqual(after, before);
        assert.deepEqual(writesTo(scene.tenant), []);
    });
});
