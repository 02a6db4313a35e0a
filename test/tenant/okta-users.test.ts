import assert from "node:assert/strict";
import { makeUser } from "../../tenant/store/make-okta";
import { bodyOf, headerLines } from "./support/asking";
import { made, type Scene, sceneForEach } from "./support/scene";

async function logins(scene: Scene, query: Readonly<Record<string, string>>): Promise<string[]> {
    const answered = await scene.me.okta("GET", `/api/v1/users?${new URLSearchParams(query)}`);
    return made<{ profile: { login: string } }[]>(answered).map(({ profile }) => profile.login.split("@")[0] ?? "");
}

describe("a user in the tenant's Okta", () => {
    const at = sceneForEach();

    const found: readonly (readonly [by: string, key: (scene: Scene) => string, login: string])[] = [
        ["id", (scene) => scene.userId("ana@example.com"), "ana@example.com"],
        ["login", () => "ana@example.com", "ana@example.com"],
        ["login in capitals", () => "ANA@EXAMPLE.COM", "ana@example.com"],
        ["the part before the @", () => "ana", "ana@example.com"],
        ["me", () => "me", "pulumi.automation@example.com"],
    ];
    for (const [by, key, login] of found) {
        it(`is found by ${by}`, async () => {
            const path = `/api/v1/users/${encodeURIComponent(key(at.scene))}`;

            const { profile } = made<{ profile: { login: string } }>(await at.scene.me.okta("GET", path));

            assert.equal(profile.login, login);
        });
    }

    it("is not found by what fits two, by a login with a slash, or by nothing that is there", async () => {
        const { store } = at.scene.tenant;
        for (const login of ["ana@elsewhere.example", "a/b@example.com"]) {
            makeUser(store, 0, { login, firstName: "A", lastName: "B" });
        }

        for (const key of ["ana", "a/b@example.com", "nobody@example.com"]) {
            const answered = await at.scene.me.okta("GET", `/api/v1/users/${encodeURIComponent(key)}`);
            assert.equal(answered.status, 404, key);
            assert.equal(bodyOf(answered)["errorSummary"], `Not found: Resource not found: ${key} (User)`);
        }
        const slashed = store.userWithLogin("a/b@example.com");
        assert.equal((await at.scene.me.okta("GET", `/api/v1/users/${slashed?.id}`)).status, 200);
    });

    it("who is deprovisioned is found by id, search and filter, and neither by q nor in the plain list", async () => {
        const seen = {
            id: bodyOf(await at.scene.me.okta("GET", "/api/v1/users/leo@example.com"))["status"],
            search: await logins(at.scene, { search: 'profile.login eq "LEO@example.com"' }),
            filter: await logins(at.scene, { filter: 'profile.login eq "leo@example.com"' }),
            filterInCapitals: await logins(at.scene, { filter: 'profile.login eq "LEO@example.com"' }),
            q: await logins(at.scene, { q: "leo" }),
            plain: (await logins(at.scene, {})).includes("leo"),
        };

        assert.deepEqual(seen, {
            id: "DEPROVISIONED",
            search: ["leo"],
            filter: ["leo"],
            filterInCapitals: [],
            q: [],
            plain: false,
        });
    });

    it("who is deleted is deactivated at first, and gone the second time: from search a while later", async () => {
        const { scene } = at;
        const path = "/api/v1/users/ana@example.com";
        const statuses = [];
        for (const method of ["DELETE", "GET", "DELETE", "GET"] as const) {
            const answered = await scene.admin.okta(method, path);
            statuses.push(answered.status);
            if (statuses.length === 2) assert.equal(bodyOf(answered)["status"], "DEPROVISIONED");
        }
        const [early] = [await logins(scene, { search: 'profile.login eq "ana@example.com"' })];
        scene.tenant.clock.advance(500);

        assert.deepEqual(statuses, [204, 200, 204, 404]);
        assert.deepEqual([early, await logins(scene, { search: 'profile.login eq "ana@example.com"' })], [["ana"], []]);
    });

    it("may get another login, which nobody else has, and is found by that one alone", async () => {
        const { scene } = at;
        const id = scene.userId("ana@example.com");
        const rename = (login: string) => scene.admin.okta("POST", `/api/v1/users/${id}`, { profile: { login } });

        const taken = await rename("ben@example.com");
        const renamed = made<{ id: string; profile: { login: string; firstName: string } }>(
            await rename("anna@example.com"),
        );

        assert.equal(taken.status, 400);
        assert.deepEqual(
            [renamed.id, renamed.profile.login, renamed.profile.firstName],
            [id, "anna@example.com", "Ana"],
        );
        assert.equal((await scene.me.okta("GET", "/api/v1/users/ana@example.com")).status, 404);
        assert.equal((await scene.me.okta("GET", "/api/v1/users/anna@example.com")).status, 200);
    });

    it("who is made without being activated is STAGED", async () => {
        const profile = { login: "mia@example.com", firstName: "Mia", lastName: "Moreau" };

        const answered = await at.scene.admin.okta("POST", "/api/v1/users?activate=false", { profile });

        assert.equal(bodyOf(answered)["status"], "STAGED");
    });

    it("who is made or changed shows in a search only a while later", async () => {
        const profile = { login: "mia@example.com", firstName: "Mia", lastName: "Moreau" };
        const { id } = made<{ id: string }>(await at.scene.admin.okta("POST", "/api/v1/users", { profile }));
        const search = { search: 'profile.login eq "mia@example.com" and status eq "ACTIVE"' };

        const [early] = [await logins(at.scene, search)];
        at.scene.tenant.clock.advance(500);
        const [late] = [await logins(at.scene, search)];
        made(await at.scene.admin.okta("POST", `/api/v1/users/${id}/lifecycle/suspend`));
        const [stale] = [await logins(at.scene, search)];
        at.scene.tenant.clock.advance(500);

        assert.deepEqual([early, late, stale, await logins(at.scene, search)], [[], ["mia"], ["mia"], []]);
    });

    for (const step of ["constructor", "toString", "__proto__", "delete"]) {
        it(`stays as they are when told to ${step}`, async () => {
            const path = `/api/v1/users/${at.scene.userId("ana@example.com")}/lifecycle/${step}`;

            const { status } = await at.scene.admin.okta("POST", path);

            assert.deepEqual([status, at.scene.tenant.store.userWithLogin("ana@example.com")?.status], [404, "ACTIVE"]);
        });
    }

    it("is sought by the time they were made, however it is written", async () => {
        const found = [];
        for (const time of ["2026-01-05T09:00:00Z", "2026-01-05T09:00:00.000Z", "2026-01-05T09:00:00.001Z"]) {
            found.push((await logins(at.scene, { search: `created eq "${time}" and profile.login sw "ana"` })).length);
        }

        assert.deepEqual(found, [1, 1, 0]);
    });

    it("who is sought by q is found by the beginning of a name, ten at a time and without a Link", async () => {
        for (let n = 0; n < 11; n += 1) {
            makeUser(at.scene.tenant.store, 0, { login: `x${n}@example.com`, firstName: "Xavier", lastName: `${n}` });
        }

        const answered = await at.scene.me.okta("GET", "/api/v1/users?q=xav");

        assert.deepEqual([bodyOf<unknown[]>(answered).length, headerLines(answered, "link")], [10, []]);
        assert.equal((await logins(at.scene, { q: "xav", limit: "11" })).length, 11);
    });

    const unreadable = [
        { search: "nonsense" },
        { filter: 'profile.login sw "a"' },
        { filter: 'created gt "2026-01-01T00:00:00.000Z"' },
        { filter: 'not (status eq "ACTIVE")' },
        { search: 'created eq "never"' },
    ];
    for (const query of unreadable) {
        it(`is not sought by ${JSON.stringify(query)}`, async () => {
            const answered = await at.scene.me.okta("GET", `/api/v1/users?${new URLSearchParams(query)}`);

            assert.deepEqual([answered.status, bodyOf(answered)["errorCode"]], [400, "E0000031"]);
        });
    }
});
