import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { inventoryOf, only } from "./support/inventory";
import { library } from "./support/project-files";
import { engineTestMs, startScene } from "./support/scene";

const program = (options: string) => ({
    "index.ts": `
import { TeamSecretsSpace } from ${JSON.stringify(library)};

const space = { members: ["ana@example.com"], resourceGroup: "platform", project: "team-secrets", parentFolder: "teams" };
new TeamSecretsSpace("payments", space, ${options});
`,
});

/** As resources/team-secrets-space/README.md tells it. */
const importing = (groupId: string) => `{
    transforms: [
        ({ name, props, opts }) => (name === "payments-group" ? { props, opts: { ...opts, import: "${groupId}" } } : undefined),
    ],
}`;

describe("a space whose Okta group exists already, on the real engine", function () {
    this.timeout(engineTestMs);

    it("ends with an error of the provider for Okta, until the group is imported into the space", async () => {
        const scene = await startScene({ program: program("{}") });
        const { id } = (await scene.administrator.okta("POST", "/api/v1/groups", {
            profile: { name: "team-payments", description: "Secrets of team payments" },
        })) as { id: string };

        const told = await scene.fail("up", "--yes", "--skip-preview");
        writeFileSync(join(scene.folder, "index.ts"), program(importing(id))["index.ts"]);
        await scene.up();
        await scene.succeed("preview", "--expect-no-changes");
        const groups = [...scene.tenant.store.groups.values()].filter(
            ({ name, type }) => name === "team-payments" && type === "OKTA_GROUP",
        );
        const mapping = only(scene.tenant.store.mappings.values(), () => true);
        await scene.close();

        assert.match(told, /payments-group.*An object with this field already exists in the current organization/);
        assert.deepEqual(
            groups.map((one) => one.id),
            [id],
        );
        assert.equal(mapping.sourceGroupId, id);
    });

    it("because another declaration of the space left everything in place is taken over in the same way, with all of it", async () => {
        const scene = await startScene({ program: program("{ retainOnDelete: true }") });
        const { store } = scene.tenant;
        const write = (text: string) => writeFileSync(join(scene.folder, "index.ts"), text);
        await scene.up();
        const { id } = only(store.groups.values(), (one) => one.name === "team-payments" && one.type === "OKTA_GROUP");
        write("");
        await scene.up();
        const atFirst = inventoryOf(scene.tenant);

        write(program(importing(id))["index.ts"]);
        await scene.up();
        write(program("{}")["index.ts"]);
        await scene.succeed("preview", "--expect-no-changes");
        await scene.close();

        assert.deepEqual(inventoryOf(scene.tenant), atFirst);
    });
});
