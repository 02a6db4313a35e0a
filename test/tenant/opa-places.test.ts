import assert from "node:assert/strict";
import { bodyOf } from "./support/asking";
import { made, type Scene, sceneForEach } from "./support/scene";

const groups = ({ tenant }: Scene, ...names: readonly string[]) =>
    names.map((name) => ({ id: tenant.store.opaGroupNamed(name)?.id ?? "nothing" }));

const namesIn = async (scene: Scene, path: string) =>
    made<{ list: { name: string }[] }>(await scene.me.opa("GET", path)).list.map(({ name }) => name);

describe("a resource group in the tenant's OPA", () => {
    const at = sceneForEach();

    const create = (scene: Scene, body: unknown) => scene.me.opa("POST", "/resource_groups", body);

    it("names its admin groups by id, and in no list", async () => {
        const body = {
            name: "finance",
            description: "Money",
            delegated_resource_admin_groups: groups(at.scene, "owners"),
        };

        const { status, text } = await create(at.scene, body);
        const { id, ...rest } = JSON.parse(text);
        const { list } = made<{ list: object[] }>(await at.scene.me.opa("GET", "/resource_groups?contains=FIN"));

        assert.equal(status, 201);
        assert.deepEqual(rest.delegated_resource_admin_groups, [
            { ...groups(at.scene, "owners")[0], name: "owners", type: "user_group" },
        ]);
        assert.deepEqual(made(await at.scene.me.opa("GET", `/resource_groups/${id}`)), { id, ...rest });
        assert.deepEqual(
            list.map((one) => Object.keys(one)),
            [["id", "name", "description", "team_id"]],
        );
    });

    const refused: readonly (readonly [title: string, names: readonly string[] | undefined])[] = [
        ["no word of them", undefined],
        ["none of them", []],
        ["one that is not there", ["owners", "nothing"]],
    ];
    for (const [title, names] of refused) {
        it(`needs an admin group, and is refused with ${title}`, async () => {
            const delegated = names && groups(at.scene, ...names);

            const answered = await create(at.scene, { name: "finance", delegated_resource_admin_groups: delegated });

            assert.equal(answered.status, 400);
            if (names)
                assert.match(answered.text, /at least one user group should be associated with the resource group/);
        });
    }

    it("may be called anything of 1 to 255 characters: no pattern is documented", async () => {
        const statuses = [];
        for (const name of ["Platform Team", "Größe/2", "x".repeat(255), "x".repeat(256), ""]) {
            const delegated_resource_admin_groups = groups(at.scene, "owners");
            statuses.push((await create(at.scene, { name, delegated_resource_admin_groups })).status);
        }

        assert.deepEqual(statuses, [201, 201, 201, 400, 400]);
    });

    it("is replaced as a whole", async () => {
        const [id] = at.scene.tenant.store.resourceGroups.keys();
        const body = { name: "renamed", delegated_resource_admin_groups: groups(at.scene, "owners") };

        const { status } = await at.scene.me.opa("PUT", `/resource_groups/${id}`, body);

        const { name, description, delegatedAdminGroupIds } = at.scene.tenant.store.resourceGroups.get(id ?? "") ?? {};
        assert.deepEqual([status, name, description, delegatedAdminGroupIds?.length], [204, "renamed", "", 1]);
    });

    it("is listed in the order asked for", async () => {
        for (const name of ["z", "a"]) {
            made(await create(at.scene, { name, delegated_resource_admin_groups: groups(at.scene, "owners") }));
        }

        assert.deepEqual(await namesIn(at.scene, "/resource_groups?order_by=name"), ["a", "platform", "z"]);
    });

    it("is deleted once it has no project", async () => {
        const [id] = at.scene.tenant.store.resourceGroups.keys();
        const remove = async () => (await at.scene.me.opa("DELETE", `/resource_groups/${id}`)).status;

        const full = await remove();
        at.scene.tenant.store.removeProject([...at.scene.tenant.store.projects.keys()][0] ?? "");

        assert.deepEqual([full, await remove(), await remove()], [409, 204, 404]);
    });
});

describe("a project in the tenant's OPA", () => {
    const at = sceneForEach();

    const projects = (scene: Scene) => scene.project.replace(/\/[^/]+$/, "");

    it("needs nothing but a name, and is found by a part of it", async () => {
        const { status, text } = await at.scene.me.opa("POST", projects(at.scene), { name: "ledgers" });

        assert.equal(status, 201);
        const { name, team, deleted_at, ssh_certificate_type } = JSON.parse(text);
        assert.deepEqual(
            [name, team, deleted_at, ssh_certificate_type],
            ["ledgers", "example", null, "CERT_TYPE_ED25519_01"],
        );
        assert.deepEqual(await namesIn(at.scene, `${projects(at.scene)}?contains=LED`), ["ledgers"]);
    });

    for (const [name, status] of [
        ["a b", 400],
        ["", 400],
        ["x".repeat(256), 400],
        ["a_b-c.d", 201],
    ] as const) {
        it(`is answered ${status} with the name ${JSON.stringify(name).slice(0, 12)}`, async () => {
            assert.equal((await at.scene.me.opa("POST", projects(at.scene), { name })).status, status);
        });
    }

    it("keeps what an update does not mention", async () => {
        const { status } = await at.scene.me.opa("PUT", at.scene.project, {});

        assert.deepEqual(
            [status, bodyOf(await at.scene.me.opa("GET", at.scene.project))["name"]],
            [204, "team-secrets"],
        );
    });

    it("is deleted once it is empty, and is then found neither by id nor in the list", async () => {
        const path = at.scene.project;
        const full = await at.scene.me.opa("DELETE", path);
        made(await at.scene.admin.opa("DELETE", `${at.scene.folders}/${at.scene.teams.id}`));
        const list = projects(at.scene);

        const empty = await at.scene.me.opa("DELETE", path);

        const gone = await at.scene.me.opa("GET", path);
        assert.deepEqual([full.status, empty.status, gone.status], [409, 204, 404]);
        assert.deepEqual(await namesIn(at.scene, list), []);
    });
});
