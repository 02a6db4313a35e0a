import assert from "node:assert/strict";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { previewFrom } from "../../resources/engine/preview";
import { reviewOfPreview } from "../../resources/review/review-of";
import { only } from "./support/inventory";
import { library } from "./support/project-files";
import { engineTestMs, place, type Scene, said, startScene, writesTo } from "./support/scene";

const program = {
    "Pulumi.yaml": JSON.stringify({
        name: "scratch",
        runtime: { name: "nodejs", options: { typescript: false } },
        main: "index.js",
    }),
    "platform.yaml": "default: { privileges: manage }\n",
    "teams/a/cards.yaml": "members: [Ana@example.com]\nprivileges: reveal\n",
    "teams/a/gone.yaml": "members: [dario@example.com]\nprivileges: manage\n",
    "index.js": `
const { secret } = require("@pulumi/pulumi");
const { existsSync } = require("node:fs");
const { declaredTeams, TeamSecretsSpace, OpaSecretFolder, OpaSecurityPolicy } = require(${JSON.stringify(library)});
const isChanged = existsSync("changed");
const where = { resourceGroup: "platform", project: "team-secrets" };
const policy = (name, secretFolderId, privileges, hide = (value) => value) =>
    new OpaSecurityPolicy(name, {
        name,
        resourceGroup: "platform",
        principals: { userGroups: [{ name: "automation" }] },
        rules: hide([{ name: "r", secretFolderId, privileges, conditions: [] }]),
    });
module.exports = async () => {
    for (const { name, ...space } of await declaredTeams({ files: "teams" })) new TeamSecretsSpace(name, space);
    const keep = new OpaSecretFolder("keep", { ...where, parentFolder: "teams", name: isChanged ? "kept" : "keep" });
    const parentFolder = isChanged ? keep.id : "teams";
    const moved = new OpaSecretFolder("moved", { ...where, parentFolder, name: "moved", allowReplacement: true });
    policy("vault", moved.folderId, isChanged ? ["list"] : ["list", "secret_reveal"]);
    policy("hidden", keep.folderId, isChanged ? ["list", "secret_delete"] : ["list"], isChanged ? secret : undefined);
    if (isChanged) policy("fresh", keep.folderId, ["list"]);
};
`,
};

describe("the review of what the engine plans, on the real engine", function () {
    this.timeout(2 * engineTestMs);
    let scene: Scene;
    before(async () => {
        scene = await startScene({ program, config: place });
        await scene.up();
        scene.tenant.clock.flush();
    });
    after(() => scene.close());

    const preview = (...more: string[]) => scene.pulumi("preview", "--json", ...more);
    const page = (text: string) =>
        reviewOfPreview({
            preview: previewFrom(text, "the change"),
            ...{ live: undefined, author: undefined, nowMs: Date.now() },
        });

    it("tells of single resources, of what a hand did to what goes, and of what is hidden; and refuses what is not whole", async () => {
        const { id } = only(scene.tenant.store.policies.values(), ({ name }) => name === "team-gone secrets");
        const live = (await scene.administrator.opa("GET", `/security_policy/${id}`)) as object;
        await scene.administrator.opa("PUT", `/security_policy/${id}`, { ...live, active: false });
        writeFileSync(join(scene.folder, "changed"), "");
        writeFileSync(join(scene.folder, "teams/a/cards.yaml"), "members: [emma@example.com]\nprivileges: reveal\n");
        const file = join(scene.folder, "teams/a/gone.yaml");
        rmSync(file);

        const whole = await preview("--refresh", "--show-sames");
        const short = await preview("--refresh");

        assert.equal(whole.code, 0, said(whole));
        const told = page(whole.stdout);
        assert.deepEqual(
            told.rows.map(({ people, groups, resourceGroup, project, path, gains, loses }) => [
                [...people, ...groups.map(({ name }) => name)].join(", "),
                `${resourceGroup}/${project}/${path}`,
                ...[gains.join(), loses.join()],
            ]),
            [
                ["emma@example.com", "platform/team-secrets/teams/cards", "list,secret_reveal", ""],
                ["automation", "platform/team-secrets/teams/kept", "list", ""],
                ["Ana@example.com", "platform/team-secrets/teams/cards", "", "list,secret_reveal"],
                ["automation", "platform/team-secrets/teams/moved", "", "list,secret_reveal"],
            ],
        );
        assert.match(told.readFirst.join("\n"), /policy "hidden" lets whom do cannot be told: .* secret of Pulumi's/);
        assert.match(told.readFirst.join("\n"), /"teams\/keep" is renamed to "teams\/kept"/);
        assert.deepEqual(
            told.irreversible.map(({ path, what }) => [path, what.split(";")[0]]),
            [
                ["teams/gone", "is deleted if it is empty"],
                ["teams/moved", "is replaced by a new, empty folder"],
            ],
        );
        assert.throws(() => page(short.stdout), /--show-sames/);
    });

    it("does not begin to remove a team whose folder holds anything: the preview says how much, and where", async () => {
        const folder = only(scene.tenant.store.folders.values(), ({ name }) => name === "gone");
        const path = `/resource_groups/${folder.resourceGroupId}/projects/${folder.projectId}/secrets`;
        const secret = { name: "stripe-key", parent_folder_id: folder.id, secret_jwe: "sealed" };
        await scene.administrator.opa("POST", path, secret);
        scene.tenant.clearRequests();

        const told = await scene.fail("up", "--yes");
        const failed = await preview("--refresh", "--show-sames");

        assert.match(
            told,
            /"gone": is no longer declared, and its folder "teams\/gone" holds 1 secret: teams\/gone\/stripe-key/,
        );
        assert.deepEqual(writesTo(scene.tenant), []);
        assert.throws(() => page(failed.stdout), /preview failed[\s\S]*"teams\/gone" holds 1 secret/);
    });
});
