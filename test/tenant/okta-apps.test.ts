import assert from "node:assert/strict";
import { makeGroup } from "../../tenant/store/make-okta";
import { bodyOf, headerLines } from "./support/asking";
import { made, type Scene, sceneForEach } from "./support/scene";

async function apps(scene: Scene, query: Readonly<Record<string, string>>): Promise<string[]> {
    const answered = await scene.me.okta("GET", `/api/v1/apps?${new URLSearchParams(query)}`);
    return made<{ label: string }[]>(answered).map(({ label }) => label);
}

describe("an app in the tenant's Okta", () => {
    const at = sceneForEach();

    it("says by its features whether it takes pushed groups", async () => {
        const features = async (label: string) =>
            made<{ features: string[] }[]>(await at.scene.me.okta("GET", `/api/v1/apps?q=${label}`))[0]?.features;

        assert.ok((await features("okta"))?.includes("GROUP_PUSH"));
        assert.deepEqual(await features("intranet"), []);
    });

    it("is found by the beginning of its label or its key, and by filter", async () => {
        assert.deepEqual(await apps(at.scene, { q: "okta priv" }), ["Okta Privileged Access"]);
        assert.deepEqual(await apps(at.scene, { q: "okta_privileged_access_sso" }), ["Okta Privileged Access"]);
        assert.deepEqual(await apps(at.scene, { filter: 'name eq "oidc_client"' }), ["Intranet"]);
        assert.deepEqual(await apps(at.scene, { filter: 'status eq "INACTIVE"' }), []);
    });

    it("takes at most 200 to a page", async () => {
        const answers = [];
        for (const limit of [200, 201]) answers.push(await at.scene.me.okta("GET", `/api/v1/apps?limit=${limit}`));

        assert.deepEqual(
            answers.map(({ status }) => status),
            [200, 400],
        );
    });
});

describe("the groups assigned to an app in the tenant's Okta", () => {
    const at = sceneForEach();

    const path = (scene: Scene) => `/api/v1/apps/${scene.tenant.opaAppId}/groups`;

    it("come and go one by one, and keep their priority when assigned again", async () => {
        const groupId = await at.scene.group("payments");
        const one = `${path(at.scene)}/${groupId}`;

        const first = made(await at.scene.me.okta("PUT", one, { priority: 7 }));
        const again = made(await at.scene.me.okta("PUT", one));
        const listed = made<{ id: string }[]>(await at.scene.me.okta("GET", `${path(at.scene)}?q=pay`));
        const { status } = await at.scene.me.okta("DELETE", one);
        const gone = await at.scene.me.okta("GET", one);

        assert.deepEqual([first["id"], first["priority"], again["priority"]], [groupId, 7, 7]);
        assert.deepEqual([listed.map(({ id }) => id), status, gone.status], [[groupId], 204, 404]);
    });

    it("are listed 20 to a page, and never fewer than that when asked", async () => {
        const { tenant } = at.scene;
        for (let n = 0; n < 20; n += 1) {
            const { id } = makeGroup(tenant.store, 0, { name: `group ${n}` });
            made(await at.scene.me.okta("PUT", `${path(at.scene)}/${id}`));
        }

        const answered = await at.scene.me.okta("GET", path(at.scene));
        const few = await at.scene.me.okta("GET", `${path(at.scene)}?limit=19`);

        assert.deepEqual([bodyOf<unknown[]>(answered).length, headerLines(answered, "link").length], [20, 2]);
        assert.equal(few.status, 400);
    });
});
