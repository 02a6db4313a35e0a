import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { SpaceByHand } from "../tenant/support/space-by-hand";
import { inventoryOf, only } from "./support/inventory";
import { library } from "./support/project-files";
import { engineTestMs, payments, place, type Scene, startScene, startTeams, writesTo } from "./support/scene";

const contribute = ["list", "folder_create", "secret_create", "secret_update", "secret_reveal"];

describe("a team of which everything is there already, on the real engine", function () {
    this.timeout(engineTestMs);
    let scene: Scene;
    afterEach(() => scene.close());

    /** All of a team, made by hand under names that a space would not give; and how it is declared. */
    async function madeByHand() {
        const hand = new SpaceByHand(scene.tenant);
        const group = await hand.makeGroup("team-payments", payments.members, "Who pays");
        const mapping = await hand.push(group, "team-payments");
        scene.tenant.clock.flush();
        const folder = await hand.makeFolder("payments", "teams", "Payments, by hand");
        const policy = await hand.allow("team-payments", folder, contribute, "Payments people");
        const { projectId, resourceGroupId } = only(scene.tenant.store.folders.values(), ({ id }) => id === folder);
        const path = `/resource_groups/${resourceGroupId}/projects/${projectId}/secrets`;
        await scene.administrator.opa("POST", path, { name: "key", parent_folder_id: folder, secret_jwe: "sealed" });
        scene.tenant.clearRequests();
        return {
            group: { id: group, description: "Who pays" },
            mapping: { id: mapping },
            folder: { id: folder, description: "Payments, by hand" },
            policy: { id: policy, name: "Payments people", description: "", rules: ["folder"] },
        };
    }

    const declare = (...teams: readonly unknown[]) => scene.configure({ ...place, "pulumi-okta-opa:teams": teams });

    it("is refused in the preview where anything of it is not what is declared, and says how", async () => {
        scene = await startTeams([]);
        const existing = await madeByHand();
        const { group, folder } = existing;
        declare({
            ...payments,
            members: ["ana@example.com", "farid@example.com"],
            existing,
        });
        const people = await scene.fail("preview");
        const wrong = [
            [{}, { ...existing, folder: { id: folder.id } }],
            [{}, { ...existing, mapping: { id: "gPmnone" } }],
            [{ privileges: "reveal" }, existing],
            [{}, { ...existing, group: { id: group.id } }],
        ] as const;
        const told: string[] = [];
        for (const [more, there] of wrong) {
            declare({ ...payments, ...more, existing: there });
            told.push(await scene.fail("preview"));
        }
        const [ofFolder = "", ofMapping = "", ofPolicy = "", ofGroup = ""] = told;

        assert.match(people, /existing\.group: "00g\w+": has "ben@example\.com" in it in Okta, not among the members/);
        assert.match(
            people,
            /existing\.group: "00g\w+": does not have "farid@example\.com" in it in Okta, who is declared/,
        );
        assert.match(
            ofFolder,
            /Secret folder "teams\/payments" .* the description is "Payments, by hand", declared "Secrets/,
        );
        assert.match(ofMapping, /There is no group push mapping gPmnone in app/);
        assert.match(ofPolicy, /Security policy "Payments people" .* rule "folder" grants list, folder_create/);
        assert.match(
            ofGroup,
            /existing\.group: "00g\w+": has the description "Who pays", declared "Secrets of team payments"/,
        );
        assert.deepEqual(writesTo(scene.tenant), []);
    });

    it("is taken over without a write, shows no change ever after, and keeps its folder when it goes", async () => {
        scene = await startTeams([]);
        const existing = await madeByHand();
        declare({ ...payments, existing });
        const atFirst = inventoryOf(scene.tenant);

        await scene.succeed("up", "--yes");
        await scene.succeed("preview", "--expect-no-changes");
        await scene.succeed("refresh", "--yes", "--run-program", "--expect-no-changes");
        await scene.succeed("preview", "--expect-no-changes");

        assert.deepEqual(writesTo(scene.tenant), []);
        assert.deepEqual(inventoryOf(scene.tenant), atFirst);

        declare({ ...payments, members: ["ana@example.com"], existing });
        await scene.up();
        const { store } = scene.tenant;
        assert.deepEqual([...store.membersOf(existing.group.id)], [store.userWithLogin("ana@example.com")?.id]);

        await scene.succeed("destroy", "--yes", "--skip-preview");
        assert.ok(store.folders.has(existing.folder.id));
        assert.equal(store.secrets.size, 1);
        assert.equal(store.policies.has(existing.policy.id), false);
    });

    it("stays the space's under another name in the program, by an alias; without one the preview refuses it", async () => {
        scene = await startScene({ program: { "index.ts": "" }, config: {} });
        const existing = await madeByHand();
        const space = {
            members: payments.members,
            resourceGroup: "platform",
            project: "team-secrets",
            parentFolder: "teams",
        };
        const names = { groupName: "team-payments", folderName: "payments" };
        const write = (name: string, options: string) => {
            const args = JSON.stringify({ ...space, ...names, existing });
            const text = `import { TeamSecretsSpace } from ${JSON.stringify(library)};\nnew TeamSecretsSpace("${name}", ${args}, ${options});\n`;
            writeFileSync(join(scene.folder, "index.ts"), text);
        };
        write("payments", "{}");
        await scene.up();

        write("cards", "{}");
        const told = await scene.fail("preview");
        write("cards", '{ aliases: [{ name: "payments" }] }');
        await scene.succeed("up", "--yes", "--expect-no-changes");

        assert.match(
            told,
            /Group 00g\w+, which is there already, is that of resource "payments-members" of this stack/,
        );
        assert.deepEqual(writesTo(scene.tenant), []);
    });
});
