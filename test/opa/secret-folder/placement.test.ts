import assert from "node:assert/strict";
import type { Send } from "../../../resources/http/send";
import { unconfirmed } from "../../../tenant";
import { type FolderGround, folderGround, payments } from "../support/folder-ground";

/** OPA as it would be if it called the field for the parent otherwise: it ignores what it does not know. */
const ignoringParents =
    (send: Send): Send =>
    (request) => {
        const { parent_folder_id: parent, ...body } = (request.body ?? {}) as Record<string, unknown>;
        return send(parent === undefined ? request : { ...request, body });
    };

describe("the place of a secret folder just created", () => {
    let ground: FolderGround;
    before(async () => {
        ground = await folderGround();
    });
    beforeEach(() => {
        ground.tenant.reset();
        ground.tamper((send) => send);
    });
    after(() => ground.tenant.close());

    const { folderPath } = unconfirmed;
    const pathsThere = () => [...ground.tenant.store.folders.values()].map((one) => ground.tenant.store.pathOf(one));
    const mayDeleteAtTheTop = () => {
        for (const policy of ground.tenant.store.policies.values()) {
            policy.rules = policy.rules.map((rule) => ({
                ...rule,
                targets: [...ground.tenant.store.folders.values()].map(({ id, name }) => ({
                    type: "secret_folder",
                    id,
                    name,
                })),
            }));
        }
    };

    for (const value of folderPath.values) {
        it(`is verified, and a stray folder deleted again when that is allowed (folderPath ${value})`, async () => {
            ground.tenant.settings.folderPath = value;
            const life = ground.life();
            ground.tamper((send) => async (request) => {
                const answer = await ignoringParents(send)(request);
                if (request.method === "POST") mayDeleteAtTheTop();
                return answer;
            });

            await assert.rejects(life.up(payments), {
                message:
                    /^OPA created folder "payments" \([-0-9a-f]+\) outside folder "teams", so it was deleted again\./,
            });

            assert.equal(life.state, undefined);
            assert.deepEqual(pathsThere(), ["teams"]);
        });

        it(`is verified, and a stray folder that cannot be deleted is kept in state (folderPath ${value})`, async () => {
            ground.tenant.settings.folderPath = value;
            const life = ground.life();
            ground.tamper(ignoringParents);

            await assert.rejects(
                life.up(payments),
                /could not be deleted again\..*Delete it in the OPA console, then run `pulumi refresh`\.$/,
            );

            assert.deepEqual(pathsThere(), ["teams", "payments"]);
            assert.equal(life.state?.outputs["path"], "payments");
            assert.deepEqual(life.state?.outputs["ancestorIds"], []);
        });
    }

    it("is reported again by the next plan, until the stray folder is deleted by hand", async () => {
        const life = ground.life();
        ground.tamper(ignoringParents);
        await assert.rejects(life.up(payments));
        ground.tamper((send) => send);

        await assert.rejects(life.preview(payments), /parentFolder from the top level of the project to "teams"/);
        assert.equal(await life.refresh(), true);
        await assert.rejects(life.up(payments), /cannot be moved/);

        await ground.byHand.remove("payments");
        assert.equal(await life.refresh(), false);
        assert.equal(await life.up(payments), "create");
        assert.deepEqual(pathsThere(), ["teams", "teams/payments"]);
    });

    it("is checked by the next run when it could not be checked at once", async () => {
        ground.tenant.settings.folderPath = "absent";
        const life = ground.life();
        // After the POST: the second list of what is in "teams", and every try of it.
        ground.tenant.fail({ method: "GET", path: /\/items$/, nth: 2, times: 5, status: 503 });

        await assert.rejects(life.up(payments), /503/);

        assert.deepEqual(pathsThere(), ["teams", "teams/payments"]);
        assert.equal(life.state?.unfinished.length, 1);
        assert.equal(await life.up(payments), "update");
        assert.deepEqual(life.state?.unfinished, []);
        assert.equal((await life.preview(payments)).op, "same");
    });

    it("is reported by the next run when OPA ignored it and could not be asked at once", async () => {
        ground.tenant.settings.folderPath = "absent";
        const life = ground.life();
        ground.tamper(ignoringParents);
        ground.tenant.fail({ method: "GET", path: /\/items$/, nth: 2, times: 5, status: 503 });
        await assert.rejects(life.up(payments), /503/);
        ground.tamper((send) => send);

        await assert.rejects(life.up(payments), /is in the top level of the project, not where it is declared/);

        assert.equal(await life.refresh(), true);
        assert.equal(life.state?.outputs["path"], "payments");
        await assert.rejects(life.preview(payments), /cannot be moved/);
    });

    it("must be in the declared project", async () => {
        const life = ground.life();
        const other = "00000000-0000-4000-8000-000000000000";

        await assert.rejects(
            life.up({ ...payments, parentFolder: `${ground.project.resourceGroupId}/${other}/${ground.teamsId}` }),
            /This service user sees no folder with the id .* in this project.* names another project/,
        );
    });
});
