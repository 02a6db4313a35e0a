import assert from "node:assert/strict";
import sinon from "sinon";
import { existingIdKey } from "../../../resources/lifecycle/declared/plain";
import { type FolderGround, folderGround, payments } from "../support/folder-ground";

describe("an existing secret folder", () => {
    let ground: FolderGround;
    let said: () => string;
    before(async () => {
        ground = await folderGround();
    });
    beforeEach(() => {
        ground.tenant.reset();
        ground.nextRun();
        const log = sinon.stub(console, "log");
        said = () => log.args.flat().join("\n");
    });
    afterEach(() => sinon.restore());
    after(() => ground.tenant.close());

    const adopting = { ...payments, onExisting: "adopt" };
    const writes = () => ground.tenant.requests.filter((one) => one.writes && one.by === "automation");

    it("is adopted with its contents when that is declared, with a line that counts them", async () => {
        const folderId = await ground.byHand.folder("teams/payments", "Somebody's");
        await ground.byHand.secret("teams/payments/database");
        await ground.byHand.folder("teams/payments/ci");
        await ground.byHand.secret("teams/payments/ci/token");
        const life = ground.life();

        await life.up(adopting);

        assert.equal(life.state?.outputs["folderId"], folderId);
        assert.match(String(life.state?.outputs["adoptedAt"]), /^\d{4}-\d\d-\d\dT/);
        assert.equal(
            ground.tenant.store.folders.get(folderId)?.description,
            `${payments.description} [pulumi:acme/dev/payments adopted]`,
        );
        assert.match(said(), /Adopted .* teams\/payments \([-0-9a-f]+\), which contains 2 secrets and 1 folder\./);
        assert.equal(writes().length, 1);
        assert.equal((await life.preview(adopting)).op, "same");
        assert.equal(await life.refresh(), true);
        assert.equal((await life.preview(adopting)).op, "same");
    });

    it("is not adopted while the service user is not allowed to open it", async () => {
        await ground.byHand.folder("teams/payments", payments.description);
        ground.tenant.fail({ method: "GET", path: /secret_folders\/[^/]+$/, status: 404 });

        await assert.rejects(
            ground.life().up(adopting),
            /already exists .*this service user is not allowed to open it/,
        );
        assert.deepEqual(writes(), []);
    });

    it("keeps the time of its adoption through changes and refreshes", async () => {
        await ground.byHand.folder("teams/payments", payments.description);
        const life = ground.life();
        await life.up(adopting);
        const { adoptedAt } = life.state?.outputs ?? {};

        await life.refresh();
        await life.up({ ...adopting, description: "Bills" });

        assert.equal(typeof adoptedAt, "string");
        assert.equal(life.state?.outputs["adoptedAt"], adoptedAt);
    });

    it("is taken over by the run after an interrupted one, without a write, and counts as created", async () => {
        const life = ground.life();
        await life.up(payments);
        const { folderId } = life.state?.outputs ?? {};
        life.forget();
        ground.nextRun();

        await life.up(payments);

        assert.equal(life.state?.outputs["folderId"], folderId);
        assert.equal(life.state?.outputs["adoptedAt"], undefined);
        assert.equal(writes().length, 1);
        await life.destroy();
        assert.equal(ground.tenant.store.folders.has(String(folderId)), false);
    });

    it("is not taken over from an interrupted run once somebody has put something into it, unless by its id", async () => {
        const life = ground.life();
        await life.up(payments);
        const { folderId } = life.state?.outputs ?? {};
        life.forget();
        await ground.byHand.secret("teams/payments/database");
        ground.nextRun();

        await assert.rejects(life.up(payments), {
            message:
                `Secret folder "teams/payments" already exists (${folderId}), contains 1 secret, has the description ` +
                '"Secrets of team payments", and was made by an earlier run of this resource. If state was lost, declare existingId: ' +
                `"${folderId}" (of a space existing.folder), which takes it back as it is, without a write. Declare onExisting: "adopt" to ` +
                "adopt it with its contents, which are then open to whom policies here let in, or declare another name.",
        });
        ground.tenant.clearRequests();
        await life.up({ ...payments, [existingIdKey]: folderId });
        assert.deepEqual(writes(), []);
    });

    it("is mentioned by a refresh when it has the name of the one that is gone", async () => {
        const life = ground.life();
        await life.up(payments);
        await ground.byHand.remove("teams/payments");
        const successor = await ground.byHand.folder("teams/payments");

        assert.equal(await life.refresh(), false);

        assert.match(
            said(),
            new RegExp(
                `is gone, but another folder has its name \\(${successor}\\)\\. ` +
                    'That one is adopted only if it is empty and as declared, or with onExisting: "adopt"\\.',
            ),
        );
    });

    for (const [what, put] of [
        ["a folder of another name", () => ground.byHand.folder("teams/cards")],
        ["a secret that has its name", () => ground.byHand.secret("teams/payments")],
        ["a folder of its name in another place", () => ground.byHand.folder("payments")],
        ["nothing", () => Promise.resolve()],
    ] as const) {
        it(`is not mentioned when ${what} is there instead`, async () => {
            const life = ground.life();
            await life.up(payments);
            await ground.byHand.remove("teams/payments");
            await put();

            assert.equal(await life.refresh(), false);

            assert.equal(said(), "");
        });
    }

    it("is named by a deeper path too, by the last part of it", async () => {
        const life = ground.life();
        const deep = { ...payments, parentFolder: "teams/europe", createParents: true };
        await life.up(deep);
        await ground.byHand.remove("teams/europe/payments");
        const successor = await ground.byHand.folder("teams/europe/payments");

        assert.equal(await life.refresh(), false);

        assert.match(said(), new RegExp(`teams/europe/payments .* another folder has its name \\(${successor}\\)`));
    });
});
