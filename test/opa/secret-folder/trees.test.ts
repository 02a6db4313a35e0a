import assert from "node:assert/strict";
import sinon from "sinon";
import { unconfirmed } from "../../../tenant";
import { administratorOf } from "../../support/administrator";
import { type FolderGround, folderGround, payments } from "../support/folder-ground";

/** As much of a policy as is changed. */
interface WrittenPolicy {
    readonly rules: readonly { readonly privileges: readonly { readonly privilege_value: object }[] }[];
}

describe("a tree of secret folders", () => {
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

    const pathsThere = () =>
        [...ground.tenant.store.folders.values()].map((one) => ground.tenant.store.pathOf(one)).sort();

    it("is not looked for by a name that is an id: the error tells to declare the id", async () => {
        const name = "0c4de0d5-4ea4-4a3e-9d55-0123456789ab";
        const id = await ground.byHand.folder(name);
        const life = ground.life();

        await assert.rejects(
            life.up({ ...payments, parentFolder: name }),
            /or its own id, if this is not its id but its name/,
        );
        assert.equal(life.state, undefined);
        ground.tenant.clearRequests();
        await assert.rejects(life.up({ ...payments, parentFolder: id }), /folder_create/);
        assert.ok(
            ground.tenant.requests.some(({ method }) => method === "POST"),
            "by its id it is found",
        );
    });

    it("has its missing folders created once, however many folders need them at the same time", async () => {
        const names = ["api", "ci", "web", "batch", "mail", "search"];

        await Promise.all(
            names.map((name) =>
                ground.life().up({ ...payments, parentFolder: "teams/europe/west", createParents: true, name }),
            ),
        );

        const inWest = names.map((name) => `teams/europe/west/${name}`);
        assert.deepEqual(pathsThere(), ["teams", "teams/europe", "teams/europe/west", ...inWest].sort());
    });

    it("says which folder is missing, and which are there", async () => {
        await ground.byHand.folder("teams/europe");
        await ground.byHand.secret("teams/key");

        await assert.rejects(ground.life().up({ ...payments, parentFolder: "teams/Europe/west" }), {
            message:
                'There is no folder "teams/Europe/west": this service user sees only the folders "europe" in folder "teams". ' +
                "Create it first, or declare createParents: true.",
        });
        await assert.rejects(ground.life().up({ ...payments, parentFolder: "teams/key" }), {
            message: 'There is no folder "teams/key": "key" is a secret. Declare another folder, or rename the secret.',
        });
    });

    it("keeps folders that were created on the way when the one that needed them is deleted", async () => {
        const life = ground.life();
        await life.up({ ...payments, parentFolder: "teams/europe", createParents: true });

        await life.destroy();

        assert.deepEqual(pathsThere(), ["teams", "teams/europe"]);
    });

    for (const value of unconfirmed.folderPath.values) {
        it(`treats a parent given by path, id or resource id as the same (folderPath ${value})`, async () => {
            ground.tenant.settings.folderPath = value;
            const europe = ground.life();
            await europe.up({ ...payments, name: "europe" });
            const life = ground.life();

            await life.up({ ...payments, parentFolder: String(europe.state?.id) });

            assert.equal(life.state?.outputs["path"], "teams/europe/payments");
            for (const parentFolder of ["teams/europe", "/teams/europe/", europe.state?.outputs["folderId"]]) {
                const { op } = await life.preview({ ...payments, parentFolder });
                assert.equal(op, "same", String(parentFolder));
            }
        });

        it(`does not treat a renamed parent as a move, and follows its name (folderPath ${value})`, async () => {
            ground.tenant.settings.folderPath = value;
            const life = ground.life();
            await ground.byHand.folder("teams/europe");
            await life.up({ ...payments, parentFolder: "teams/europe" });

            await ground.byHand.rename("teams", "squads");
            ground.nextRun();

            assert.equal(await life.refresh(), true);
            assert.equal(life.state?.outputs["path"], "squads/europe/payments");
            assert.equal((await life.preview({ ...payments, parentFolder: "teams/europe" })).op, "same");
            assert.equal((await life.preview({ ...payments, parentFolder: "squads/europe" })).op, "same");
        });

        it(`is read by id alone, wherever it is (folderPath ${value})`, async () => {
            ground.tenant.settings.folderPath = value;
            await ground.byHand.folder("teams/europe");
            const folderId = await ground.byHand.folder("teams/europe/payments", payments.description);
            const { resourceGroupId, projectId } = ground.project;
            const id = `${resourceGroupId}/${projectId}/${folderId}`;

            const { props, inputs } = await ground.provider.read(id, {});

            const europeId = ground.tenant.store.folders.get(folderId)?.parentId;
            assert.deepEqual(inputs, {
                ...payments,
                resourceGroup: resourceGroupId,
                project: projectId,
                parentFolder: europeId,
                createParents: false,
                onExisting: "fail",
                onDelete: "if-created",
                allowReplacement: false,
            });
            assert.equal(props?.["path"], "teams/europe/payments");
            assert.deepEqual(props?.["ancestorIds"], [ground.teamsId, europeId]);
            await ground.byHand.remove("teams/europe/payments");
            assert.deepEqual(await ground.provider.read(id, {}), {});
        });
    }

    it("is not reported gone by id alone while it is only hidden", async () => {
        await ground.byHand.folder("teams/europe");
        const folderId = await ground.byHand.folder("teams/europe/payments");
        const { resourceGroupId, projectId } = ground.project;
        ground.tenant.fail({ method: "GET", path: /secret_folders\/[^/]+$/, status: 404, times: 99 });

        await assert.rejects(
            ground.provider.read(`${resourceGroupId}/${projectId}/${folderId}`, {}),
            /exists, but OPA does not let this service user open it/,
        );
    });

    it("is created below a folder whose policy was written a moment ago and takes a while to apply", async () => {
        const { tenant, byHand } = ground;
        Object.assign(tenant.settings, { falseBooleans: "kept", policyEffectDelayMs: 60_000 });
        byHand.revokePrivileges("folder_create");
        const { opa } = administratorOf(tenant);
        const path = `/security_policy/${[...tenant.store.policies.keys()][0]}`;
        const policy = (await opa("GET", path)) as WrittenPolicy;
        Object.assign(policy.rules[0]?.privileges[0]?.privilege_value ?? {}, { folder_create: true });
        await opa("PUT", path, policy);
        let refused = 0;
        const unfollow = tenant.follow(({ method, status }) => {
            if (method !== "POST" || status !== 404) return;
            refused += 1;
            tenant.clock.advance(60_000);
        });

        await ground.patientLife({ deadlineMs: 5000, firstMs: 1 }).up(payments);

        unfollow();
        assert.equal(refused, 1);
        assert.deepEqual(pathsThere(), ["teams", "teams/payments"]);
    });

    it("is created below a folder that a policy has just opened", async () => {
        ground.byHand.revokePrivileges("folder_create");
        const { tenant } = ground;
        let refused = 0;
        const unfollow = tenant.follow(({ method, status }) => {
            if (method !== "POST" || status !== 404) return;
            refused += 1;
            for (const { rules } of tenant.store.policies.values()) {
                for (const { privileges } of rules) Reflect.set(privileges[0]?.flags ?? {}, "folder_create", true);
            }
        });
        const patient = ground.patientLife({ deadlineMs: 5000, firstMs: 1 });

        await patient.up(payments);

        unfollow();
        assert.equal(refused, 1);
        assert.deepEqual(pathsThere(), ["teams", "teams/payments"]);
    });
});
