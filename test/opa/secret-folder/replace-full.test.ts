import assert from "node:assert/strict";
import type { Send } from "../../../resources/http/send";
import { unknownValue } from "../../../resources/lifecycle/declared/unknown";
import { type FolderGround, folderGround, payments } from "../support/folder-ground";

const elsewhere = { ...payments, parentFolder: "teams/europe", allowReplacement: true };

describe("the preview of a secret folder that another one is to replace", () => {
    let ground: FolderGround;
    before(async () => {
        ground = await folderGround();
    });
    beforeEach(async () => {
        ground.tenant.reset();
        ground.tamper((send) => send);
    });
    after(() => ground.tenant.close());

    const paths = () => {
        const { folders } = ground.tenant.store;
        return [...folders.values()].map((one) => ground.tenant.store.pathOf(one)).sort();
    };
    const asked = () =>
        ground.tenant.requests
            .filter(({ by, path }) => by === "automation" && !path.endsWith("/service_token"))
            .map(({ method, path }) => `${method} ${path.split("/").at(-1)}`);

    async function made(args: object = {}) {
        const life = ground.life();
        await life.up({ ...payments, ...args });
        await ground.byHand.folder("teams/europe");
        return life;
    }

    it("is refused while it holds anything, with how much, where and what to do, and so is the run, before anything is made", async () => {
        const life = await made();
        await ground.byHand.folder("teams/payments/prod");
        await ground.byHand.secret("teams/payments/prod/key");
        ground.nextRun();
        ground.tenant.clearRequests();
        const refused = {
            message:
                `Secret folder "teams/payments" (${life.state?.outputs["folderId"]}) cannot be replaced, because it contains 1 secret and ` +
                "1 folder, which would not be in the new folder: teams/payments/prod, teams/payments/prod/key. Make the new folder in the " +
                'OPA console, move these into it, and declare onExisting: "adopt" too; or move or delete these by hand. Then run the same ' +
                `command again. To leave it where it is, declare parentFolder: "${ground.teamsId}".`,
        };

        await assert.rejects(life.preview(elsewhere), refused);
        await assert.rejects(life.up(elsewhere), refused);

        assert.deepEqual(
            asked().filter((call) => !call.startsWith("GET")),
            [],
        );
        assert.deepEqual(paths(), ["teams", "teams/europe", "teams/payments", "teams/payments/prod"]);
    });

    it("goes on as the message says: emptied by hand; or the place that it has; or a new folder that has all of it, and is adopted", async () => {
        const life = await made();
        await ground.byHand.secret("teams/payments/key");
        await assert.rejects(life.preview(elsewhere), /cannot be replaced/);

        assert.equal(await life.up({ ...elsewhere, parentFolder: ground.teamsId }), "same");
        await ground.byHand.folder("teams/europe/payments");
        await ground.byHand.secret("teams/europe/payments/key");
        await ground.byHand.remove("teams/payments/key");
        assert.equal(await life.up({ ...elsewhere, onExisting: "adopt" }), "replace");
        assert.deepEqual(paths(), ["teams", "teams/europe", "teams/europe/payments"]);
        assert.equal(ground.tenant.store.secrets.size, 1);

        const other = ground.life("billing");
        await other.up({ ...payments, name: "billing" });
        await ground.byHand.secret("teams/billing/key");
        await assert.rejects(other.up({ ...elsewhere, name: "billing" }), /cannot be replaced/);
        await ground.byHand.remove("teams/billing/key");
        assert.equal(await other.up({ ...elsewhere, name: "billing" }), "replace");
    });

    it("is refused where nobody can tell what it holds, because a right is gone: that is never taken for empty", async () => {
        const life = await made();
        await ground.byHand.secret("teams/payments/key");
        for (const [revoke, why] of [
            [
                () => ground.byHand.revokeRole(),
                /replaced only if it is seen to be empty\. Cannot determine what .*resource_admin/,
            ],
            [() => ground.byHand.revokeEverything(), /replaced only if it is seen to be empty\. Cannot determine /],
        ] as const) {
            revoke();
            ground.nextRun();
            await assert.rejects(life.preview(elsewhere), why);
        }
        assert.equal(life.leftOver.length, 0);
    });

    it("is refused where OPA fails to tell, and goes on where the folder is proven gone", async () => {
        const life = await made();
        ground.tenant.fail({ method: "GET", path: /items$/, status: 403, times: 99 });
        await assert.rejects(life.preview(elsewhere), /seen to be empty\. .*403/);
        ground.tenant.reset();
        const other = await made();
        await ground.byHand.remove("teams/payments");
        ground.nextRun();
        assert.equal((await other.preview(elsewhere)).op, "replace");
    });

    it("is not refused for empty folders that the stack made in it, which move along; but for those of others, and adopted ones", async () => {
        const life = await made();
        const inside = { ...payments, parentFolder: "teams/payments" };
        await ground.life("ci").up({ ...inside, name: "ci" });
        assert.equal((await life.preview(elsewhere)).op, "replace");

        await ground.byHand.folder("teams/payments/prod");
        await assert.rejects(life.preview(elsewhere), /contains 1 folder, .*: teams\/payments\/prod\. /);
        await ground.life("prod").up({ ...inside, name: "prod", onExisting: "adopt" });
        await assert.rejects(life.preview(elsewhere), /contains 1 folder, .*: teams\/payments\/prod\. /);
        await ground.byHand.remove("teams/payments/prod");
        await ground.life("acme/prod/other").up({ ...inside, name: "other" });
        await assert.rejects(life.preview(elsewhere), /contains 1 folder, .*: teams\/payments\/other\. /);
        await ground.byHand.remove("teams/payments/other");
        await ground.byHand.secret("teams/payments/ci/key");
        await assert.rejects(life.preview(elsewhere), /contains 1 secret, .*: teams\/payments\/ci\/key\. /);
    });

    it("asks nothing where the folder stays, where the place is not known yet, and where nothing changes", async () => {
        const life = await made({ onDelete: "retain" });
        await ground.byHand.secret("teams/payments/key");
        ground.nextRun();
        ground.tenant.clearRequests();

        assert.equal((await life.preview({ ...elsewhere, onDelete: "retain" })).op, "replace");
        assert.equal((await life.preview({ ...elsewhere, parentFolder: unknownValue })).op, "replace");
        assert.equal((await life.preview({ ...payments, onDelete: "retain" })).op, "same");

        assert.deepEqual(asked(), []);
    });

    it("cannot see what is put there after it: that is kept, and each run tries again until somebody has moved it", async () => {
        const life = await made();
        ground.tamper(afterCreation(() => ground.byHand.secret("teams/payments/database")));
        const kept =
            /"teams\/payments" .* was not deleted, .* It was replaced\. Move or delete these by hand: each `pulumi up` tries again\.$/;

        await assert.rejects(life.up(elsewhere), kept);
        await assert.rejects(life.up(elsewhere), kept);
        assert.equal(life.leftOver.length, 1);
        await ground.byHand.remove("teams/payments/database");
        await ground.byHand.secret("teams/europe/payments/database");

        assert.equal(await life.up(elsewhere), "same");
        assert.equal(life.leftOver.length, 0);
        assert.deepEqual(paths(), ["teams", "teams/europe", "teams/europe/payments"]);
    });
});

/** Something happens right after the new folder was made. */
function afterCreation(happens: () => Promise<unknown>): (send: Send) => Send {
    return (send) => async (request) => {
        const response = await send(request);
        if (request.method === "POST") await happens();
        return response;
    };
}
