import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { inventoryOf, only } from "./support/inventory";
import { library } from "./support/project-files";
import { engineTestMs, type Scene, startScene, writesTo } from "./support/scene";

const program = (options: string, more: object = {}) => ({
    "index.ts": `
import { TeamSecretsSpace } from ${JSON.stringify(library)};

const space = { members: ["ana@example.com"], resourceGroup: "platform", project: "team-secrets", parentFolder: "teams" };
new TeamSecretsSpace("payments", { ...space, ...${JSON.stringify(more)} }, ${options});
`,
});

describe("a space whose Okta group exists already, on the real engine", function () {
    this.timeout(engineTestMs);

    let scene: Scene;
    afterEach(() => scene.close());

    const write = (text: string) => writeFileSync(join(scene.folder, "index.ts"), text);
    const groupIds = () =>
        [...scene.tenant.store.groups.values()]
            .filter(({ name, type }) => name === "team-payments" && type === "OKTA_GROUP")
            .map(({ id }) => id);

    it("is refused in the preview, with the group's id and the way on: that takes it over into the space", async () => {
        scene = await startScene({ program: program("{}") });
        const { id } = (await scene.administrator.okta("POST", "/api/v1/groups", {
            profile: { name: "team-payments", description: "Who pays" },
        })) as { id: string };
        scene.tenant.clearRequests();

        const told = await scene.fail("up", "--yes");
        assert.ok(told.includes(`Okta already has a group "team-payments" (${id})`), told);
        assert.deepEqual(writesTo(scene.tenant), []);
        // Where nothing is previewed, Okta refuses it.
        const inOktasWords = await scene.fail("up", "--yes", "--skip-preview");
        write(program("{}", wayOn(told))["index.ts"]);
        await scene.succeed("up", "--yes");
        await scene.succeed("preview", "--expect-no-changes");

        assert.match(
            inOktasWords,
            /payments-group.*An object with this field already exists in the current organization/,
        );
        assert.deepEqual(groupIds(), [id]);
        assert.equal(only(scene.tenant.store.mappings.values(), () => true).sourceGroupId, id);
    });

    it("because retainOnDelete left the space in place is refused in the preview: the way on takes over all of it", async () => {
        scene = await startScene({ program: program("{ retainOnDelete: true }") });
        await scene.up();
        const [id] = groupIds();
        write("");
        await scene.up();
        const atFirst = inventoryOf(scene.tenant);

        write(program("{}")["index.ts"]);
        const told = await scene.fail("preview");
        assert.ok(told.includes(`"team-payments" (${id}), which this space made`), told);
        write(program("{}", wayOn(told))["index.ts"]);
        await scene.succeed("up", "--yes");
        write(program("{}")["index.ts"]);
        await scene.succeed("preview", "--expect-no-changes");

        assert.deepEqual(inventoryOf(scene.tenant), atFirst);
    });
});

/** What a message says to declare. */
function wayOn(told: string): object {
    const [, id, description] =
        /existing: \{ group: \{ id: "(00g\w+)"(?:, description: "([^"]*)")? \} \}/.exec(told) ?? [];
    assert.ok(id, told);
    return { existing: { group: { id, ...(description === undefined ? {} : { description }) } } };
}
