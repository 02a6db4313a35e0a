import assert from "node:assert/strict";
import sinon from "sinon";
import type { Send } from "../../../resources/http/send";
import type { Life } from "../../support/life-of";
import { type FolderGround, folderGround, payments } from "../support/folder-ground";

const itself = /secret_folders\/[^/]+$/;

describe("a secret folder that OPA answers 404 for", () => {
    let ground: FolderGround;
    let life: Life;
    before(async () => {
        ground = await folderGround();
    });
    beforeEach(async () => {
        ground.tenant.reset();
        ground.tamper((send) => send);
        sinon.stub(console, "log");
        life = ground.life();
        await life.up(payments);
        ground.nextRun();
        ground.tenant.clearRequests();
    });
    afterEach(() => sinon.restore());
    after(() => ground.tenant.close());

    it("is gone when the lists on the way to it omit it, between two proofs of the role that sees all", async () => {
        const folderId = String(life.state?.outputs["folderId"]);
        await ground.byHand.remove("teams/payments");
        ground.tenant.clearRequests();

        assert.equal(await life.refresh(), false);

        assert.deepEqual(
            ground.tenant.requests.map(({ method, path, status }) => `${method} ${path.split("/").at(-1)} ${status}`),
            [
                "POST service_token 200",
                `GET ${folderId} 404`,
                "GET projects 200",
                "GET projects 200",
                "GET secret_folders 200",
                "GET items 200",
                "GET projects 200",
                // Whether another one of its name stands there now.
                "GET items 200",
            ],
        );
    });

    it("is gone for a state that lacks its path too, as a half-done import leaves it", async () => {
        const { state } = life;
        assert.ok(state);
        await ground.byHand.remove("teams/payments");
        await ground.byHand.folder("teams/cards");
        const { path: _, ...outputs } = state.outputs;
        life.resume({ ...state, outputs });

        assert.equal(await life.refresh(), false);
    });

    it("is not reported gone when the role was lost while the lists were read", async () => {
        await ground.byHand.remove("teams/payments");
        ground.tamper(onceAnswered("items", () => ground.byHand.revokeRole()));

        await assert.rejects(life.refresh(), /Cannot determine whether secret folder "teams\/payments" .* is gone/);

        assert.notEqual(life.state, undefined);
    });

    it("is not reported gone when the role came back only after the lists were read", async () => {
        ground.byHand.revokeEverything();
        ground.tamper(onceAnswered("items", () => assert.fail("lists are not read before the role is shown")));

        await assert.rejects(life.refresh(), /Cannot determine whether/);

        assert.notEqual(life.state, undefined);
    });

    it("is not treated as empty when the role was lost while it was looked into", async () => {
        ground.tamper(onceAnswered("items", () => ground.byHand.revokeRole()));

        await assert.rejects(life.destroy(), /Cannot determine what secret folder "teams\/payments" .* contains/);

        assert.equal(ground.tenant.store.folders.size, 2);
    });

    it("is not deleted, and not forgotten, while it is only hidden", async () => {
        ground.tenant.fail({ method: "GET", path: itself, status: 404 });
        await assert.rejects(life.destroy(), /exists, but OPA does not let this service user open it/);
        ground.tenant.fail({ method: "DELETE", path: itself, status: 404 });
        await assert.rejects(life.destroy(), /exists, but OPA does not let this service user delete it/);

        assert.notEqual(life.state, undefined);
        assert.equal(ground.tenant.store.folders.size, 2);
    });

    it("is gone with its whole project", async () => {
        ground.tenant.store.projects.delete(ground.project.projectId);

        assert.equal(await life.refresh(), false);
    });

    it("is gone also where nobody can tell whether another one of its name stands there now", async () => {
        await ground.byHand.remove("teams/payments");
        ground.tenant.fail({ method: "GET", path: /items$/, nth: 2, status: 403 });

        assert.equal(await life.refresh(), false);
    });

    it("is told about where OPA refuses to delete it because something came into it", async () => {
        ground.tenant.fail({ method: "DELETE", path: itself, status: 409 });

        await assert.rejects(life.destroy(), /OPA does not delete secret folder "teams\/payments".* Empty it by hand/);
        assert.notEqual(life.state, undefined);
    });

    it("stays in state untouched while its absence cannot be determined, and is read again once the right is back", async () => {
        const { state } = life;
        ground.tenant.fail({ method: "GET", path: /secret_folders\/[^/]+$/, status: 404, times: 1 });

        await assert.rejects(life.refresh(), /exists, but OPA does not let this service user open it/);
        assert.deepEqual(life.state, state);

        assert.equal(await life.refresh(), true);
        assert.equal((await life.preview(payments)).op, "same");
    });
});

/** Something happens right after the first request whose path ends so was answered. */
function onceAnswered(ending: string, happens: () => void): (send: Send) => Send {
    let isOver = false;
    return (send) => async (request) => {
        const answer = await send(request);
        if (!isOver && request.path.endsWith(`/${ending}`)) {
            isOver = true;
            happens();
        }
        return answer;
    };
}
