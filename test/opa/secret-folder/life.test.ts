import assert from "node:assert/strict";
import { type FolderGround, folderGround, payments } from "../support/folder-ground";

describe("a secret folder", () => {
    let ground: FolderGround;
    before(async () => {
        ground = await folderGround();
    });
    beforeEach(() => {
        ground.tenant.reset();
        ground.nextRun();
    });
    after(() => ground.tenant.close());

    const writes = () => ground.tenant.requests.filter((request) => request.writes && request.by === "automation");
    const pathsThere = () => [...ground.tenant.store.folders.values()].map((one) => ground.tenant.store.pathOf(one));

    it("is created with one write, in its place, and deleted with one", async () => {
        const life = ground.life();

        await life.up(payments);

        const made = ground.tenant.store.folders.get(String(life.state?.outputs["folderId"]));
        assert.deepEqual(
            [made?.name, made?.description, made?.parentId],
            ["payments", "Secrets of team payments [pulumi:acme/dev/payments]", ground.teamsId],
        );
        assert.deepEqual(life.state?.outputs, {
            ...payments,
            createParents: false,
            onExisting: "fail",
            onDelete: "if-created",
            allowReplacement: false,
            ...ground.project,
            folderId: made?.id,
            parentFolderId: ground.teamsId,
            ancestorIds: [ground.teamsId],
            path: "teams/payments",
            __owner: "acme/dev/payments",
            __provider: "text",
            __mark: life.state?.outputs["__mark"],
        });
        await life.destroy();
        assert.deepEqual(pathsThere(), ["teams"]);
        assert.deepEqual(
            writes().map(({ method }) => method),
            ["POST", "DELETE"],
        );
    });

    it("is created at the top with the role alone", async () => {
        const { parentFolder, ...atTheTop } = payments;
        ground.byHand.revokePrivileges("folder_create");

        await ground.life().up(atTheTop);

        assert.deepEqual(pathsThere(), [parentFolder, "payments"]);
    });

    it("shows no change after it was created, also after a refresh", async () => {
        const life = ground.life();
        await life.up(payments);

        assert.deepEqual(await life.preview(payments), { op: "same", properties: [] });
        assert.equal(await life.refresh(), true);
        assert.deepEqual(await life.preview(payments), { op: "same", properties: [] });
        assert.equal(await life.up(payments), "same");
        assert.equal(writes().length, 1);
    });

    it("changes name and description in place, with one write for both", async () => {
        const life = ground.life();
        await life.up(payments);
        const { id } = life.state ?? {};

        const op = await life.up({ ...payments, name: "billing", description: "Bills" });

        assert.equal(op, "update");
        assert.equal(life.state?.id, id);
        assert.equal(life.state?.outputs["path"], "teams/billing");
        assert.deepEqual(
            writes().map(({ method }) => method),
            ["POST", "PUT"],
        );
    });
});
