import assert from "node:assert/strict";
import type { Send } from "../../../resources/http/send";
import type { Properties } from "../../../resources/lifecycle/declared/plain";
import { type Life, lifeOf } from "../../support/life-of";
import { type FolderGround, folderGround, payments } from "../support/folder-ground";

const itself = /secret_folders\/[^/]+$/;

describe("an update of a secret folder", () => {
    let ground: FolderGround;
    let life: Life;
    before(async () => {
        ground = await folderGround();
    });
    beforeEach(async () => {
        ground.tenant.reset();
        ground.tamper((send) => send);
        life = ground.life();
        await life.up(payments);
        ground.nextRun();
        ground.tenant.clearRequests();
    });
    after(() => ground.tenant.close());

    const puts = () => ground.tenant.requests.filter((one) => one.method === "PUT" && one.by === "automation").length;
    const described = (description = "Bills"): Properties => ({ ...payments, description });
    const descriptionThere = () =>
        [...ground.tenant.store.folders.values()].find(({ name }) => name === "payments")?.description;
    /** An OPA that keeps another description than it is sent. */
    const keeping =
        (change: (description: unknown) => unknown) =>
        (send: Send): Send =>
        (request) => {
            if (request.method !== "PUT") return send(request);
            const body = Object(request.body) as Properties;
            return send({ ...request, body: { ...body, description: change(body["description"]) } });
        };

    it("sends nothing where somebody has made the same change already", async () => {
        await ground.byHand.describe("teams/payments", "Bills [pulumi:acme/dev/payments]");

        await life.up(described());

        assert.equal(puts(), 0);
    });

    it("comes with the creation where an interrupted run made the folder with another description", async () => {
        life.forget();

        assert.equal(await life.up(described()), "create");

        assert.equal(descriptionThere(), "Bills [pulumi:acme/dev/payments]");
        assert.equal(puts(), 1);
    });

    it("sends nothing for what OPA does not keep", async () => {
        await life.up({ ...payments, onDelete: "retain" });

        assert.equal(puts(), 0);
        assert.equal(life.state?.outputs["onDelete"], "retain");
    });

    it("keeps the mark of the resource that made the folder, and gives its own to one without", async () => {
        await ground.byHand.describe("teams/payments", "Words [pulumi:acme/dev/renamed]");
        await life.up(described());
        assert.equal(descriptionThere(), "Bills [pulumi:acme/dev/renamed]");

        await ground.byHand.describe("teams/payments", "Words");
        await life.up(described("Others"));

        assert.equal(descriptionThere(), "Others [pulumi:acme/dev/payments]");
    });

    it("says so where OPA applies nothing, or cuts the description off", async () => {
        ground.tamper(keeping(() => "Words of before"));
        await assert.rejects(
            life.up(described()),
            /accepted the change to secret folder .* but did not apply it: .*"Bills .*\. Change it in the OPA console/,
        );
        ground.tamper(keeping((description) => String(description).slice(0, 8)));

        await assert.rejects(life.up(described("Bills of all")), /OPA seems to cut descriptions off: .* has \d+ char/);
    });

    it("clears a description that has no mark in one of two ways, and not twice where the first one works", async () => {
        for (const [works, sent] of [
            [null, 1],
            ["", 2],
        ] as const) {
            const name = `unmarked-${sent}`;
            const unmarked = lifeOf(ground.provider);
            await unmarked.up({ ...payments, name });
            ground.tenant.clearRequests();
            ground.tamper(keeping((description) => (description === works ? description : "Bills")));

            await unmarked.up({ ...payments, name, description: "" });

            const there = [...ground.tenant.store.folders.values()].find((one) => one.name === name);
            assert.equal(there?.description ?? "", "", `cleared by ${JSON.stringify(works)}`);
            assert.equal(puts(), sent);
            ground.tamper((send) => send);
        }
    });

    it("is refused where the folder is gone, only hidden, or may not be changed, and says which", async () => {
        ground.tenant.fail({ method: "GET", path: itself, status: 404 });
        await assert.rejects(life.up(described()), /exists, but OPA does not let this service user open it/);
        ground.tenant.fail({ method: "PUT", path: itself, status: 404 });
        await assert.rejects(
            life.up(described()),
            /does not let this service user change it .*privilege folder_update/,
        );
        ground.tenant.fail({ method: "PUT", path: itself, status: 400 });
        await assert.rejects(life.up(described()), /PUT .*400/);
        await ground.byHand.remove("teams/payments");

        await assert.rejects(life.up(described()), /payments" .* is gone\. Run `pulumi refresh`/);
    });

    it("is refused at once where somebody else's folder has the name", async () => {
        await ground.byHand.folder("teams/billing");

        await assert.rejects(life.up({ ...payments, name: "billing" }), /there is already a folder named "billing"/);

        assert.equal(puts(), 1);
    });

    it("is sent once more when another resource of the stack has given the name up", async () => {
        const patience = { deadlineMs: 50, firstMs: 1, longestMs: 1 };
        const patient = ground.patientLife(patience);
        await ground.byHand.remove("teams/payments");
        await patient.up(payments);
        await ground.byHand.folder("teams/billing", "[pulumi:acme/dev/billing]");
        const stop = ground.tenant.follow(({ method, status }) => {
            if (method !== "PUT" || status !== 409) return;
            stop();
            void ground.byHand.rename("teams/billing", "others");
        });

        await patient.up({ ...payments, name: "billing" });

        assert.equal(patient.state?.outputs["path"], "teams/billing");
    });
});
