import assert from "node:assert/strict";
import { type Answered, bodyOf, headerLines } from "./support/asking";
import { conditions, policyFor, ruleOn } from "./support/policies";
import { made, type Scene, sceneForEach } from "./support/scene";

interface Item {
    readonly id: string;
    readonly name: string;
    readonly type: string;
    readonly path?: readonly { readonly name: string }[];
}

const namesIn = (answered: Answered) => made<{ list: Item[] }>(answered).list.map(({ name }) => name);

/** The links of an answer, by relation, as targets to ask for. */
function linksOf(answered: Answered): Readonly<Record<string, string>> {
    const links = headerLines(answered, "link").flatMap((line) => [...line.matchAll(/<([^>]+)>; rel="(\w+)"/g)]);
    return Object.fromEntries(
        links.map(([, url = "", rel = ""]) => [
            rel,
            new URL(url).pathname.replace("/v1/teams/example", "") + new URL(url).search,
        ]),
    );
}

/** Lets the security automation see a folder, by a policy. */
function show(scene: Scene, folderId: string, rule: Parameters<typeof ruleOn>[2] = {}, name = "show") {
    const groupId = scene.tenant.store.opaGroupNamed("security-automation")?.id ?? "";
    return scene.policy(policyFor([groupId], [ruleOn(folderId, ["list"], rule)], { name }));
}

describe("every list in the tenant's OPA", () => {
    const at = sceneForEach();
    const bodies = { empty: '{"list":[]}', null: '{"list":null}', absent: "{}" };

    for (const [choice, body] of Object.entries(bodies)) {
        it(`says ${body} when there is nothing in it, where that is chosen`, async () => {
            const { tenant, folders, project, teams, admin } = at.scene;
            const inside = await at.scene.folder("inside");
            const elsewhere = made<{ id: string }>(
                await admin.opa("POST", project.replace(/\/[^/]+$/, ""), { name: "other" }),
            );
            await at.scene.opaGroup("lonely");
            Object.assign(tenant.settings, { emptyLists: choice });

            for (const path of [
                folders.replace(/[^/]+\/secret_folders$/, `${elsewhere.id}/secret_folders`),
                `${folders}/${inside}/items`,
                `/secrets?parent_folder_id=${inside}`,
                "/secrets?search=nothing",
                "/groups?contains=nothing",
                "/groups?only_include_deleted=true",
                "/groups/lonely/users",
                "/users/ana@example.com/groups?contains=nothing",
                "/security_policy?contains=nothing",
                "/resource_groups?contains=nothing",
                `/resource_groups/${teams.resourceGroupId}/projects?contains=nothing`,
            ]) {
                assert.deepEqual([path, (await admin.opa("GET", path)).text], [path, body]);
            }
            tenant.store.folders.clear();
            assert.equal((await admin.opa("GET", "/secret_folders")).text, body);
        });
    }
});

describe("the lists of folders in the tenant's OPA", () => {
    const at = sceneForEach();

    const tops: readonly (readonly [title: string, path: (scene: Scene) => string])[] = [
        ["a project", (scene) => scene.folders],
        ["the team", () => "/secret_folders"],
        ["the caller", () => "/secrets"],
    ];
    for (const [title, path] of tops) {
        it(`of ${title} have the tops only, each with its place, and no sign of what is below`, async () => {
            await at.scene.folder("below");
            await at.scene.folder("second", null);

            const { list } = made<{ list: Item[] }>(await at.scene.me.opa("GET", path(at.scene)));

            const [project, group] = [
                [...at.scene.tenant.store.projects.values()][0],
                at.scene.tenant.store.resourceGroups,
            ];
            assert.deepEqual(
                list.map(({ name, type, path: parents }) => [name, type, parents]),
                [
                    ["teams", "folder", []],
                    ["second", "folder", []],
                ],
            );
            for (const item of list) {
                assert.deepEqual((item as unknown as Record<string, unknown>)["project"], {
                    id: project?.id,
                    name: "team-secrets",
                    type: "project",
                });
                assert.deepEqual((item as unknown as Record<string, unknown>)["resource_group"], {
                    id: [...group.keys()][0],
                    name: "platform",
                    type: "resource_group",
                });
            }
        });
    }

    it("of what is in a folder have folders and secrets, directly in it, with their parents", async () => {
        const id = await at.scene.folder("payments");
        await at.scene.folder("inside", id);
        await at.scene.secret("pin", id);

        const { list } = made<{ list: Item[] }>(await at.scene.me.opa("GET", `${at.scene.folders}/${id}/items`));

        assert.deepEqual(
            list.map(({ name, type, path }) => [name, type, path?.map((parent) => parent.name)]),
            [
                ["inside", "folder", ["teams", "payments"]],
                ["pin", "key_value_secret", ["teams", "payments"]],
            ],
        );
    });

    it("leave out what the caller may not see, or may see under a condition only", async () => {
        const [open, tied] = [await at.scene.folder("open", null), await at.scene.folder("tied", null)];
        await show(at.scene, open);
        await show(at.scene, tied, { conditions: [conditions.mfa] }, "tied");

        for (const [, path] of tops) {
            assert.deepEqual(namesIn(await at.scene.security.opa("GET", path(at.scene))), ["open"]);
        }
    });
});

describe("the search in the tenant's OPA", () => {
    const at = sceneForEach();

    const search = async (scene: Scene, text: string, who = scene.me, more = "") =>
        namesIn(await who.opa("GET", `/secrets?search=${text}${more}`));

    it("finds by a part of the name or the description, whatever the case, the closest first", async () => {
        for (const name of ["my-bank-data", "bank", "other"]) await at.scene.folder(name);
        const other = [...at.scene.tenant.store.folders.values()].at(-1);
        made(
            await at.scene.me.opa("PUT", `${at.scene.folders}/${other?.id}`, {
                name: "other",
                description: "Near a BANK",
            }),
        );

        assert.deepEqual(await search(at.scene, "BanK"), ["bank", "my-bank-data", "other"]);
    });

    it("looks below one folder when told, and pages in its own order", async () => {
        const id = await at.scene.folder("bank-folder");
        for (const name of ["banker", "bank"]) await at.scene.folder(name, id);

        const first = await at.scene.me.opa("GET", `/secrets?search=bank&parent_folder_id=${id}&count=1`);
        const second = await at.scene.me.opa("GET", linksOf(first)["next"] ?? "");

        assert.deepEqual([namesIn(first), namesIn(second)], [["bank"], ["banker"]]);
    });

    it("shows a security admin all, and a resource admin without a policy the tops only", async () => {
        await at.scene.folder("teams-below");
        for (const policy of at.scene.tenant.store.policies.values()) policy.active = false;

        assert.deepEqual(await search(at.scene, "teams", at.scene.security), ["teams", "teams-below"]);
        assert.deepEqual(await search(at.scene, "teams", at.scene.resources), ["teams"]);
    });

    it("takes no more than 1000 characters, and no folder that is not there", async () => {
        const statuses = [];
        for (const query of [`search=${"x".repeat(1000)}`, `search=${"x".repeat(1001)}`, "parent_folder_id=nothing"]) {
            statuses.push((await at.scene.me.opa("GET", `/secrets?${query}`)).status);
        }

        assert.deepEqual(statuses, [200, 400, 404]);
    });
});

describe("resolving a path in the tenant's OPA", () => {
    const at = sceneForEach();

    const resolve = (scene: Scene, body: unknown) => scene.me.opa("POST", "/resolve_secret", body);
    const place = { resource_group: { name: "platform" }, project: { name: "team-secrets" } };

    it("finds folders and secrets by their parents' path and their own name, and by id", async () => {
        const inside = await at.scene.folder("inside", await at.scene.folder("payments"));
        const secretId = await at.scene.secret("pin", inside);
        const questions = [
            { ...place, parent_folder_path: "/", secret_folder_name: "teams" },
            { ...place, parent_folder_path: "", secret_folder_name: "teams" },
            { ...place, parent_folder_path: "/teams/payments/", secret_folder_name: "inside" },
            { ...place, parent_folder_path: "/teams/payments/inside/", secret_name: "pin" },
            { resource_group: null, project: null, id: secretId },
        ];

        const found = [];
        for (const question of questions) {
            const { name, path } = made<Item>(await resolve(at.scene, question));
            found.push([...(path ?? []).map((parent) => parent.name), name].join("/"));
        }

        const pin = "teams/payments/inside/pin";
        assert.deepEqual(found, ["teams", "teams", "teams/payments/inside", pin, pin]);
    });

    const vain: readonly (readonly [title: string, body: object, status: number])[] = [
        ["a folder sought as a secret", { ...place, parent_folder_path: "/", secret_name: "teams" }, 404],
        ["another case", { ...place, parent_folder_path: "/", secret_folder_name: "Teams" }, 404],
        [
            "another project",
            { ...place, project: { name: "other" }, parent_folder_path: "/", secret_folder_name: "teams" },
            404,
        ],
        ["an unknown id", { resource_group: null, project: null, id: "nothing" }, 404],
        ["no project", { ...place, project: null, parent_folder_path: "/", secret_folder_name: "teams" }, 400],
        ["no path", { ...place, secret_folder_name: "teams" }, 400],
        ["no name", { ...place, parent_folder_path: "/" }, 400],
        ["no word of the resource group", { project: null, id: "nothing" }, 400],
    ];
    for (const [title, body, status] of vain) {
        it(`answers ${status} to ${title}`, async () => {
            assert.equal((await resolve(at.scene, body)).status, status);
        });
    }
});

describe("the pages of the tenant's OPA lists", () => {
    const at = sceneForEach();

    beforeEach(async () => {
        for (const name of ["a", "b", "c", "d", "e"]) await at.scene.folder(name);
    });

    const items = (query: string) => at.scene.me.opa("GET", `${at.scene.folders}/${at.scene.teams.id}/items?${query}`);

    it("go forwards to a last one without next, and back, with as many on each", async () => {
        const seen = [];
        const links = [];
        let answered = await items("count=2");
        for (let n = 0; n < 2; n += 1) {
            seen.push(namesIn(answered));
            links.push(Object.keys(linksOf(answered)));
            answered = await at.scene.me.opa("GET", linksOf(answered)["next"] ?? "");
        }
        seen.push(namesIn(answered));
        links.push(Object.keys(linksOf(answered)));
        const back = await at.scene.me.opa("GET", linksOf(answered)["prev"] ?? "");

        assert.deepEqual(seen, [["a", "b"], ["c", "d"], ["e"]]);
        assert.deepEqual(links, [["next"], ["next", "prev"], ["prev"]]);
        assert.deepEqual(namesIn(back), ["c", "d"]);
    });

    it("go downwards too", async () => {
        const first = await items("count=3&descending=true");

        const second = await at.scene.me.opa("GET", linksOf(first)["next"] ?? "");

        assert.deepEqual(
            [namesIn(first), namesIn(second)],
            [
                ["e", "d", "c"],
                ["b", "a"],
            ],
        );
    });

    for (const query of ["count=0", "count=x", "offset=invented"]) {
        it(`are not to be had with ${query}`, async () => {
            assert.equal((await items(query)).status, 400);
        });
    }

    it("hold 100 when nothing is said", async () => {
        at.scene.tenant.seedMany({ groups: 101, mappings: 101 });

        const answered = await at.scene.me.opa("GET", "/groups");

        assert.equal(bodyOf<{ list: unknown[] }>(answered).list.length, 100);
        assert.deepEqual(Object.keys(linksOf(answered)), ["next"]);
    });
});
