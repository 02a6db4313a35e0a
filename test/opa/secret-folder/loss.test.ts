import assert from "node:assert/strict";
import sinon from "sinon";
import { Outdated } from "../../../resources/http/failure/not-sent";
import type { Send } from "../../../resources/http/send";
import { type FolderGround, folderGround, payments } from "../support/folder-ground";

describe("what is in a secret folder", () => {
    let ground: FolderGround;
    let said: () => string;
    before(async () => {
        ground = await folderGround();
    });
    beforeEach(() => {
        ground.tenant.reset();
        ground.tamper((send) => send);
        const log = sinon.stub(console, "log");
        said = () => log.args.flat().join("\n");
    });
    afterEach(() => sinon.restore());
    after(() => ground.tenant.close());

    const conversation = () =>
        ground.tenant.requests
            .filter(({ by }) => by === "automation")
            .map(({ method, path }) => `${method} ${path.split("/").at(-1)}`);

    it("is read just before the folder is deleted, between two proofs that everything is visible", async () => {
        const life = ground.life();
        await life.up(payments);
        const folderId = String(life.state?.outputs["folderId"]);
        ground.nextRun();
        ground.tenant.clearRequests();

        await life.destroy();

        assert.deepEqual(conversation(), [
            "POST service_token",
            `GET ${folderId}`,
            "GET projects",
            "GET items",
            "GET projects",
            `DELETE ${folderId}`,
        ]);
    });

    it("is read again when the rate limit held the deletion back meanwhile", async () => {
        const life = ground.life();
        await life.up(payments);
        ground.tamper(heldBackOnce(() => ground.byHand.secret("teams/payments/database")));

        await assert.rejects(life.destroy(), /was not deleted, .* contains 1 secret that/);

        assert.equal(ground.tenant.store.secrets.size, 1);
    });

    it("is reported with ten paths at most, and whole counts", async () => {
        const life = ground.life();
        await life.up(payments);
        for (let number = 1; number <= 12; number += 1) await ground.byHand.secret(`teams/payments/key-${number}`);

        await assert.rejects(life.destroy(), {
            message:
                `Secret folder "teams/payments" (${life.state?.outputs["folderId"]}) was not deleted, because it ` +
                "contains 12 secrets that would be lost for good: teams/payments/key-1, " +
                "teams/payments/key-2, teams/payments/key-3, teams/payments/key-4, teams/payments/key-5, teams/payments/key-6, " +
                "teams/payments/key-7, teams/payments/key-8, teams/payments/key-9, teams/payments/key-10, …. Move or delete " +
                'these by hand; or declare onDelete: "retain" to leave the folder in OPA, or deleteContents: "teams/payments" to ' +
                "delete everything in it, run `pulumi up`, and then delete the folder. If it is one of a TeamSecretsSpace, declare that " +
                'again: with retired: { reason: "…" } it keeps everything and gives nobody access; deleteContents beside that ' +
                "takes the path of the space's own folder.",
        });
    });

    it("is lost only once the declaration to lose it was applied", async () => {
        const life = ground.life();
        await life.up(payments);
        await ground.byHand.secret("teams/payments/database");
        const losing = { ...payments, deleteContents: "teams/payments" };
        await life.preview(losing);
        await assert.rejects(life.destroy(), /was not deleted/);

        await life.up(losing);
        await life.destroy();

        assert.equal(ground.tenant.store.secrets.size, 0);
        assert.match(said(), /Deleted secret folder teams\/payments with 1 secret in it, as deleteContents declares\./);
    });

    it("is not mentioned when there was nothing", async () => {
        const life = ground.life();
        await life.up({ ...payments, deleteContents: "teams/payments" });

        await life.destroy();

        assert.equal(said(), "");
    });

    it("is not given as the reason when the deletion fails for another one", async () => {
        const life = ground.life();
        await life.up(payments);
        ground.tenant.fail({ method: "DELETE", path: /secret_folders/, status: 403 });

        await assert.rejects(life.destroy(), (failure: Error) => {
            assert.match(failure.message, /403/);
            assert.doesNotMatch(failure.message, /OPA does not delete|contains/);
            return true;
        });

        assert.notEqual(life.state, undefined);
    });

    it("is gone with the folder that somebody else deletes at the same moment", async () => {
        const life = ground.life();
        await life.up(payments);
        ground.tamper(justBeforeDeletion(() => ground.byHand.remove("teams/payments")));

        await life.destroy();

        assert.equal(life.state, undefined);
    });

    it("is not taken for gone when the right to delete goes at the same moment", async () => {
        const life = ground.life();
        await life.up(payments);
        ground.tamper(justBeforeDeletion(async () => ground.byHand.revokePrivileges("folder_delete")));

        await assert.rejects(life.destroy(), /folder_delete/);

        assert.notEqual(life.state, undefined);
    });

    it("stays when the folder is to be retained, without any request", async () => {
        const life = ground.life();
        await life.up({ ...payments, onDelete: "retain" });
        await ground.byHand.secret("teams/payments/database");
        ground.tenant.clearRequests();

        await life.destroy();

        assert.deepEqual(conversation(), []);
        assert.equal(ground.tenant.store.secrets.size, 1);
    });

    it("is read without asking for any secret's value", async () => {
        const life = ground.life();
        await life.up(payments);
        await ground.byHand.secret("teams/payments/database");
        await life.refresh();
        await assert.rejects(life.destroy());

        assert.doesNotMatch(conversation().join("\n"), /reveal|secrets\//);
    });
});

/** The first deletion would come too late by the rate limit; something happens meanwhile. */
function heldBackOnce(happens: () => Promise<unknown>): (send: Send) => Send {
    let isHeld = false;
    return (send) => async (request) => {
        if (request.method !== "DELETE" || isHeld) return send(request);
        isHeld = true;
        await happens();
        throw new Outdated(request, 11_000);
    };
}

/** Something happens after the last look, right before the deletion is sent. */
function justBeforeDeletion(happens: () => Promise<unknown>): (send: Send) => Send {
    return (send) => async (request) => {
        if (request.method === "DELETE") await happens();
        return send(request);
    };
}
