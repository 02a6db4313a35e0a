import assert from "node:assert/strict";
import sinon from "sinon";
import { existingIdKey } from "../../../resources/lifecycle/declared/plain";
import { unknownValue } from "../../../resources/lifecycle/declared/unknown";
import { type FolderGround, folderGround, payments } from "../support/folder-ground";

describe("a secret folder that is there already, given by its id", () => {
    let ground: FolderGround;
    before(async () => {
        ground = await folderGround();
    });
    beforeEach(() => {
        ground.tenant.reset();
        ground.nextRun();
        sinon.stub(console, "log");
    });
    afterEach(() => sinon.restore());
    after(() => ground.tenant.close());

    const by = (id: string, more = {}) => ({ ...payments, [existingIdKey]: id, ...more });
    const writes = () => ground.tenant.requests.filter((one) => one.writes && one.by === "automation");
    const stored = (id: string) => ground.tenant.store.folders.get(id);

    it("is taken over with what it holds, without a write, and stays as it is; destroying keeps it", async () => {
        const id = await ground.byHand.folder("teams/payments", payments.description);
        await ground.byHand.secret("teams/payments/database");
        const life = ground.life();

        assert.equal(await life.up(by(id)), "create");
        assert.equal((await life.preview(by(id))).op, "same");
        assert.equal(await life.refresh(), true);
        assert.equal((await life.preview(by(id))).op, "same");
        assert.equal((await life.preview(payments)).op, "same");
        assert.deepEqual(writes(), []);
        assert.equal(life.state?.outputs["folderId"], id);
        assert.equal(existingIdKey in (life.state?.outputs ?? {}), false);
        assert.equal(typeof life.state?.outputs["adoptedAt"], "string");
        await life.destroy();

        assert.deepEqual(writes(), []);
        assert.equal(stored(id)?.description, payments.description);
    });

    it("is said to be taken over only where it is as declared and nobody else's, and else to be adopted", async () => {
        const said = async (id: string, more = {}) => {
            ground.nextRun();
            const stub = console.log as sinon.SinonStub<[string]>;
            stub.resetHistory();
            const life = ground.life();
            await life.up(by(id, more));
            life.forget();
            return stub.args.flat();
        };
        const id = await ground.byHand.folder("teams/payments", payments.description);
        const tookOver = [`Took over secret folder teams/payments (${id}) as it is.`];
        const adopted = [`Adopted the existing secret folder teams/payments (${id}).`];

        assert.deepEqual(await said(id), tookOver);
        for (const [description, line] of [
            [`${payments.description} [pulumi:acme/dev/payments]`, tookOver],
            [`${payments.description} [pulumi:acme/prod/payments]`, adopted],
            ["Old", adopted],
        ] as const) {
            await ground.byHand.describe("teams/payments", description);
            assert.deepEqual(await said(id, { onExisting: "adopt" }), line, description);
        }
    });

    it("costs a plan of many one list, where that says what is compared", async () => {
        for (const listItemDescription of ["stated", "absent"] as const) {
            ground.tenant.reset();
            ground.nextRun();
            ground.tenant.settings.listItemDescription = listItemDescription;
            const ids: string[] = [];
            for (const name of ["payments", "cards", "loans"]) {
                ids.push(await ground.byHand.folder(`teams/${name}`, payments.description));
            }
            ground.tenant.clearRequests();

            for (const id of ids)
                await ground.life().preview(by(id, { name: ground.tenant.store.folders.get(id)?.name }));

            const paths = ground.tenant.requests.flatMap(({ by, path }) => (by === "automation" ? [path] : []));
            const times = (end: string) => paths.filter((path) => path.endsWith(end)).length;
            assert.equal(times(`/${ground.teamsId}/items`), 1);
            const own = listItemDescription === "stated" ? 0 : 1;
            assert.deepEqual(
                ids.map((id) => times(`/${id}`)),
                [own, own, own],
            );
        }
    });

    it("can be planned though its place cannot be listed, if it can be read and says where it is", async () => {
        const id = await ground.byHand.folder("teams/payments", payments.description);
        ground.tenant.settings.folderPath = "parents";

        for (const status of [403, 404]) {
            ground.nextRun();
            ground.tenant.fail({ method: "GET", path: /\/items$/, status });
            assert.equal((await ground.life().preview(by(id))).op, "create");
        }
    });

    it("is changed later as any other, and says then whose it is", async () => {
        const id = await ground.byHand.folder("teams/payments", "Old");
        const life = ground.life();
        await life.up(by(id, { description: "Old" }));

        assert.deepEqual(await life.preview(payments), { op: "update", properties: ["__existingId", "description"] });
        await life.up(payments);

        assert.equal(stored(id)?.description, `${payments.description} [pulumi:acme/dev/payments adopted]`);
        assert.equal((await life.preview(payments)).op, "same");
    });

    it("is taken over as created where its mark says that this resource made it, also with something in it", async () => {
        const life = ground.life();
        await life.up(payments);
        const id = String(life.state?.outputs["folderId"]);
        await ground.byHand.secret("teams/payments/database");
        life.forget();
        ground.tenant.clearRequests();

        await life.up(by(id));

        assert.deepEqual(writes(), []);
        assert.equal(life.state?.outputs["adoptedAt"], undefined);
        assert.equal((await life.preview(payments)).op, "same");
        await assert.rejects(life.destroy(), /was not deleted, because it contains 1 secret/);
    });

    it("is taken over as adopted where its mark says that this resource adopted it", async () => {
        const id = await ground.byHand.folder("teams/payments", "Old");
        const life = ground.life();
        await life.up({ ...payments, onExisting: "adopt" });
        life.forget();
        ground.tenant.clearRequests();

        await life.up(by(id));

        assert.deepEqual(writes(), []);
        assert.equal(typeof life.state?.outputs["adoptedAt"], "string");
    });

    it("is refused in a preview with each difference, and with adoption changed", async () => {
        const id = await ground.byHand.folder("teams/bills", "Old");
        const life = ground.life();

        await assert.rejects(life.preview(by(id)), {
            message:
                `: Secret folder "teams/bills" (${id}) is not what is declared: the name is "bills", declared "payments"; ` +
                'the description is "Old", declared "Secrets of team payments". Declare what is there, or onExisting: "adopt", which ' +
                "changes the object.",
        });
        await life.up(by(id, { onExisting: "adopt" }));

        assert.equal(stored(id)?.name, "payments");
        assert.equal(writes().length, 1);
    });

    it("is refused in a preview where it is in another place", async () => {
        const id = await ground.byHand.folder("payments", payments.description);

        await assert.rejects(ground.life().preview(by(id)), {
            message:
                `: Secret folder "payments" (${id}) is in the top level of the project, declared in folder "teams", and OPA ` +
                "cannot move it. Declare where it is.",
        });
    });

    it("is refused in a preview where another stack manages it, and with adoption gets its mark", async () => {
        await ground.life("acme/prod/payments").up(payments);
        ground.nextRun();
        const id = [...ground.tenant.store.folders.values()].find(({ name }) => name === "payments")?.id ?? "";
        const life = ground.life();

        await assert.rejects(
            life.preview(by(id)),
            /is managed by resource "payments" of stack acme\/prod, as its description says\. Without a write it stays that one's\./,
        );
        await life.up(by(id, { onExisting: "adopt" }));

        assert.equal(stored(id)?.description, `${payments.description} [pulumi:acme/dev/payments adopted]`);
    });

    it("is refused in a preview where another resource of the stack manages it", async () => {
        await ground.life("bills").up(payments);
        ground.nextRun();
        const id = [...ground.tenant.store.folders.values()].find(({ name }) => name === "payments")?.id ?? "";

        await assert.rejects(
            ground.life().preview(by(id)),
            /Each object is one resource's: write the id of another one/,
        );
    });

    it("is compared in a preview whatever is not known of what OPA does not keep, but not before it is known whether it is adopted", async () => {
        const id = await ground.byHand.folder("teams/payments", "Somebody's");

        for (const later of ["onDelete", "createParents", "allowReplacement", "deleteContents"]) {
            const plan = ground.life().preview(by(id, { [later]: unknownValue }));
            await assert.rejects(plan, /is not what is declared: the description is "Somebody's"/, later);
        }
        assert.equal((await ground.life().preview(by(id, { onExisting: unknownValue }))).op, "create");
    });

    it("is refused in a preview where there is none, although one has its name", async () => {
        await ground.byHand.folder("teams/payments", payments.description);
        const id = "3b0f6c1e-52a4-4d7e-9c35-0a1f6f2d9b11";

        await assert.rejects(
            ground.life().preview(by(id)),
            /^Error: : There is no secret folder 3b0f6c1e.* in project/,
        );
        await assert.rejects(
            ground.life().preview(by("teams/payments")),
            /^Error: existingId: "teams\/payments": is not an OPA id/,
        );
        assert.deepEqual(writes(), []);
    });

    it("is not taken again by what replaces it", async () => {
        const id = await ground.byHand.folder("teams/payments", payments.description);
        const elsewhere = await ground.byHand.folder("teams/elsewhere");
        const life = ground.life();
        await life.up(by(id));

        await life.up(by(id, { parentFolder: elsewhere, allowReplacement: true }));

        assert.notEqual(life.state?.outputs["folderId"], id);
        assert.equal(stored(id)?.name, "payments");
        assert.equal((await life.preview(by(id, { parentFolder: elsewhere, allowReplacement: true }))).op, "same");
    });
});
