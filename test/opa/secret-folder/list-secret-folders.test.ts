import assert from "node:assert/strict";
import { type ListedOpaSecretFolder, listOpaSecretFolders } from "../../../resources";
import { unconfirmed } from "../../../tenant";
import { type FolderGround, folderGround } from "../support/folder-ground";

describe("the list of secret folders", () => {
    let ground: FolderGround;
    const environment = { ...process.env };
    before(async () => {
        ground = await folderGround();
        Object.assign(process.env, ground.tenant.environment);
    });
    beforeEach(() => ground.tenant.reset());
    after(async () => {
        for (const name of Object.keys(ground.tenant.environment)) {
            if (environment[name] === undefined) delete process.env[name];
            else process.env[name] = environment[name];
        }
        await ground.tenant.close();
    });

    const outline = (folders: readonly ListedOpaSecretFolder[]): unknown =>
        folders.map(({ path, secretCount, folders }) => [path, secretCount, outline(folders)]);

    it("is a tree with paths, ids and counts of secrets", async () => {
        const { byHand, project } = ground;
        const folderId = await byHand.folder("teams/payments", "Bills");
        await byHand.folder("teams/payments/ci");
        await byHand.secret("teams/payments/database");
        await byHand.secret("teams/payments/ci/token");
        await byHand.folder("archive");

        const folders = await listOpaSecretFolders({ resourceGroup: "platform", project: "team-secrets" });

        assert.deepEqual(outline(folders), [
            ["teams", 0, [["teams/payments", 1, [["teams/payments/ci", 1, []]]]]],
            ["archive", 0, []],
        ]);
        const { folders: _, ...payments } = folders[0]?.folders[0] ?? {};
        assert.deepEqual(payments, {
            id: `${project.resourceGroupId}/${project.projectId}/${folderId}`,
            folderId,
            name: "payments",
            description: "Bills",
            path: "teams/payments",
            secretCount: 1,
        });
    });

    it("is empty for an empty project, whatever form an empty list has", async () => {
        for (const emptyLists of unconfirmed.emptyLists.values) {
            ground.tenant.settings.emptyLists = emptyLists;
            ground.tenant.store.folders.clear();

            const folders = await listOpaSecretFolders({ resourceGroup: "platform", project: "team-secrets" });

            assert.deepEqual(folders, []);
        }
    });

    it("accepts ids as well as names", async () => {
        const { resourceGroupId: resourceGroup, projectId: project } = ground.project;

        const folders = await listOpaSecretFolders({ resourceGroup, project });

        assert.deepEqual(outline(folders), [["teams", 0, []]]);
    });

    it("reports every mistake in the filter, and sends nothing", async () => {
        ground.tenant.clearRequests();

        await assert.rejects(listOpaSecretFolders({ resourceGroup: "", projekt: "x" } as never), {
            message: [
                "Invalid filter of listOpaSecretFolders:",
                '  projekt: unknown key "projekt". Did you mean "project"?',
                '  resourceGroup: "": is empty. Give its id or exact name.',
                "  project: is missing. Declare it.",
            ].join("\n"),
        });

        assert.equal(ground.tenant.requests.length, 0);
    });

    it("names the existing projects when it is asked for another", async () => {
        await assert.rejects(
            listOpaSecretFolders({ resourceGroup: "platform", project: "secrets" }),
            /There is no project named "secrets" in resource group "platform"\. Declare one of: "team-secrets"\./,
        );
    });

    it("finds a project that was made a moment after others were looked for", async () => {
        const { tenant } = ground;
        const list = () => listOpaSecretFolders({ resourceGroup: "platform", project: "brand-new" });
        await assert.rejects(list(), /There is no project named "brand-new"/);
        const [there] = tenant.store.projects.values();
        assert.ok(there);
        const id = tenant.store.ids.opa();

        tenant.store.projects.set(id, { ...there, id, name: "brand-new" });

        assert.deepEqual(await list(), []);
    });
});
