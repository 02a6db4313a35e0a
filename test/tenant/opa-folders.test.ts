import assert from "node:assert/strict";
import { type Answered, bodyOf } from "./support/asking";
import { made, type Scene, sceneForEach } from "./support/scene";

interface FolderOnWire {
    readonly id: string;
    readonly name: string;
    readonly description: string | null;
    readonly path: readonly { id: string; name: string }[];
    readonly updated_by: string;
}

const create = (scene: Scene, body: unknown) => scene.me.opa("POST", scene.folders, body);
const read = async (scene: Scene, id: string) =>
    made<FolderOnWire>(await scene.me.opa("GET", `${scene.folders}/${id}`));

describe("a secret folder in the tenant's OPA", () => {
    const at = sceneForEach();

    it("is made with 201, knows its parents root first, and no project, resource group or parent", async () => {
        const answered = await create(at.scene, { name: "payments", parent_folder_id: at.scene.teams.id });
        const inside = await at.scene.folder("inside", bodyOf<FolderOnWire>(answered).id);

        assert.equal(answered.status, 201);
        const { path, ...rest } = await read(at.scene, inside);
        assert.deepEqual(
            path.map(({ name }) => name),
            ["teams", "payments"],
        );
        assert.deepEqual(Object.keys(rest), [
            "id",
            "name",
            "description",
            "created_at",
            "created_by",
            "updated_at",
            "updated_by",
        ]);
        assert.match(rest.id, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/);
        assert.equal(rest.updated_by, "pulumi-automation");
    });

    for (const field of ["parent_id", "parent", "parentFolderId", "folder_id"]) {
        it(`lands at the top without a word when its parent is named ${field}`, async () => {
            const answered = await create(at.scene, { name: "payments", [field]: at.scene.teams.id });

            assert.deepEqual([answered.status, bodyOf<FolderOnWire>(answered).path], [201, []]);
        });
    }

    const names: readonly (readonly [name: unknown, status: number])[] = [
        ["A-z_0.9", 201],
        ["x".repeat(255), 201],
        ["x".repeat(256), 400],
        ["", 400],
        ["two words", 400],
        ["a/b", 400],
        ["é", 400],
        [undefined, 400],
        [1, 400],
    ];
    for (const [name, status] of names) {
        it(`is answered ${status} with the name ${JSON.stringify(name)?.slice(0, 12)} of ${String(name).length} characters`, async () => {
            const answered = await create(at.scene, { name });

            assert.equal(answered.status, status);
            if (status === 400) assert.deepEqual(Object.keys(bodyOf(answered)), ["message", "errors"]);
        });
    }

    it("shares the names of its place with folders and secrets, and nothing with other places", async () => {
        const id = await at.scene.folder("payments");
        await at.scene.secret("pin");
        const body = { parent_folder_id: at.scene.teams.id };

        const answers = [
            await create(at.scene, { ...body, name: "payments" }),
            await create(at.scene, { ...body, name: "pin" }),
            await at.scene.me.opa("PUT", `${at.scene.folders}/${id}`, { name: "pin" }),
            await create(at.scene, { name: "payments", parent_folder_id: id }),
            await create(at.scene, { name: "payments" }),
        ];

        assert.deepEqual(
            answers.map(({ status }) => status),
            [409, 409, 409, 201, 201],
        );
        assert.match(
            answers[0]?.text ?? "",
            /secrets or folders that are in the same folder may not have the same name/,
        );
    });

    it("is renamed and described anew, and never moved", async () => {
        const [id, other] = [await at.scene.folder("payments"), await at.scene.folder("other")];
        const body = { name: "billing", description: "Bills", parent_folder_id: other };

        const { status } = await at.scene.me.opa("PUT", `${at.scene.folders}/${id}`, body);

        const { name, description, path } = await read(at.scene, id);
        assert.deepEqual([status, name, description], [200, "billing", "Bills"]);
        assert.deepEqual(
            path.map(({ id: parentId }) => parentId),
            [at.scene.teams.id],
        );
    });

    it("may keep its own name, and needs one", async () => {
        const id = await at.scene.folder("payments");
        const statuses = [];
        for (const body of [{ name: "payments" }, { description: "Bills" }]) {
            statuses.push((await at.scene.me.opa("PUT", `${at.scene.folders}/${id}`, body)).status);
        }

        assert.deepEqual(statuses, [200, 400]);
    });

    it("takes everything in it along when deleted, and is 404 from then on", async () => {
        const id = await at.scene.folder("payments");
        await at.scene.secret("pin", await at.scene.folder("deeper", await at.scene.folder("deep", id)));

        const first = await at.scene.me.opa("DELETE", `${at.scene.folders}/${id}`);
        const again = await at.scene.me.opa("DELETE", `${at.scene.folders}/${id}`);
        const gone = await at.scene.me.opa("GET", `${at.scene.folders}/${id}`);

        const { folders, secrets } = at.scene.tenant.store;
        assert.deepEqual(
            [first, again, gone].map(({ status }) => status),
            [204, 404, 404],
        );
        assert.deepEqual([first.text, folders.size, secrets.size], ["", 1, 0]);
    });

    it("is not found in another project", async () => {
        const [group] = at.scene.tenant.store.resourceGroups.keys();
        const projects = `/resource_groups/${group}/projects`;
        const { id } = made<{ id: string }>(await at.scene.me.opa("POST", projects, { name: "other" }));

        const read = await at.scene.me.opa("GET", `${projects}/${id}/secret_folders/${at.scene.teams.id}`);
        const body = { name: "payments", parent_folder_id: at.scene.teams.id };
        const nested = await at.scene.me.opa("POST", `${projects}/${id}/secret_folders`, body);

        const secret = { ...body, secret_jwe: "a.b.c.d.e" };
        const kept = await at.scene.admin.opa("POST", `${projects}/${id}/secrets`, secret);

        assert.deepEqual([read.status, nested.status, kept.status], [404, 404, 404]);
    });

    it("is not made, nor a secret, in a folder that is not there or hidden, and both are answered the same", async () => {
        const [hidden, missing] = [await at.scene.folder("hidden", null), at.scene.teams.projectId];
        const { security, admin, folders, project } = at.scene;
        const secretId = await at.scene.secret("pin");
        const answers: Answered[] = [];
        for (const id of [hidden, missing]) {
            const body = { name: "payments", parent_folder_id: id, secret_jwe: "a.b.c.d.e" };
            answers.push(
                await security.opa("POST", folders, body),
                await security.opa("POST", `${project}/secrets`, body),
            );
        }
        const secrets = [{ id: secretId, destination_folder_id: missing }];
        const moved = await admin.opa("POST", "/secrets/move", { secrets });

        assert.deepEqual(
            [...answers, moved].map(({ status, text }) => [status, text]),
            [...answers, moved].map(() => [404, answers[0]?.text]),
        );
    });
});

describe("a secret in the tenant's OPA", () => {
    const at = sceneForEach();

    it("never comes back with its value, nor is the value anywhere in the tenant", async () => {
        const id = await at.scene.secret("pin");

        const answered = await at.scene.admin.opa("GET", `${at.scene.project}/secrets/${id}`);
        const state = await (await fetch(`${at.scene.tenant.control}/state`)).text();

        assert.equal(answered.status, 200);
        for (const text of [answered.text, state]) assert.doesNotMatch(text, /a\.b\.c\.d\.e/);
    });

    it("is moved to another folder, one at a time", async () => {
        const [id, other] = [await at.scene.secret("pin"), await at.scene.folder("other")];
        const move = (...ids: string[]) => {
            const secrets = ids.map((one) => ({ id: one, destination_folder_id: other }));
            return at.scene.admin.opa("POST", "/secrets/move", { secrets });
        };

        const [two, one] = [await move(id, id), await move(id)];

        assert.deepEqual([two.status, one.status], [400, 204]);
        assert.equal(at.scene.tenant.store.secrets.get(id)?.parentId, other);
    });
});
