import assert from "node:assert/strict";
import { bodyOf } from "./support/asking";
import { made, type Scene, sceneForEach } from "./support/scene";

const member = (scene: Scene, groupId: string, login: string) =>
    `/api/v1/groups/${groupId}/users/${scene.userId(login)}`;

async function logins(scene: Scene, groupId: string): Promise<string[]> {
    const answered = await scene.me.okta("GET", `/api/v1/groups/${groupId}/users?limit=200`);
    return made<{ profile: { login: string } }[]>(answered).map(({ profile }) => profile.login);
}

describe("a member of a group in the tenant's Okta", () => {
    const at = sceneForEach();

    it("is added and removed with 204 and no body, as often as one likes", async () => {
        const groupId = await at.scene.group("payments");
        const seen = [];

        for (const method of ["PUT", "PUT", "DELETE", "DELETE"]) {
            const { status, text } = await at.scene.me.okta(method, member(at.scene, groupId, "ana@example.com"));
            seen.push([status, text, await logins(at.scene, groupId)]);
        }

        assert.deepEqual(seen, [
            [204, "", ["ana@example.com"]],
            [204, "", ["ana@example.com"]],
            [204, "", []],
            [204, "", []],
        ]);
    });

    it("moves the group's time of membership, and only when it is news", async () => {
        const groupId = await at.scene.group("payments");
        const times = async () => {
            at.scene.tenant.clock.advance(1000);
            await at.scene.me.okta("PUT", member(at.scene, groupId, "ana@example.com"));
            return bodyOf(await at.scene.me.okta("GET", `/api/v1/groups/${groupId}`));
        };

        const [first, second] = [await times(), await times()];

        assert.ok(String(first["lastMembershipUpdated"]) > String(first["lastUpdated"]));
        assert.equal(second["lastMembershipUpdated"], first["lastMembershipUpdated"]);
    });

    const missing: readonly (readonly [
        title: string,
        path: (scene: Scene, groupId: string) => string,
        type: string,
    ])[] = [
        ["a group that is not there", (scene) => member(scene, "00gNothing", "ana@example.com"), "UserGroup"],
        ["a user who is not there", (_, groupId) => `/api/v1/groups/${groupId}/users/00uNothing`, "User"],
        ["a login in place of an id", (_, groupId) => `/api/v1/groups/${groupId}/users/ana@example.com`, "User"],
    ];
    for (const [title, path, type] of missing) {
        it(`is not found with ${title}`, async () => {
            const groupId = await at.scene.group("payments");

            for (const method of ["PUT", "DELETE"]) {
                const answered = await at.scene.me.okta(method, path(at.scene, groupId));
                assert.equal(answered.status, 404);
                assert.match(String(bodyOf(answered)["errorSummary"]), new RegExp(`\\(${type}\\)$`));
            }
        });
    }

    it("leaves every group when deactivated", async () => {
        const groupId = await at.scene.group("payments", "ana@example.com");

        made(
            await at.scene.admin.okta(
                "POST",
                `/api/v1/users/${at.scene.userId("ana@example.com")}/lifecycle/deactivate`,
            ),
        );

        assert.deepEqual(await logins(at.scene, groupId), []);
    });
});

describe("the list of a group's members, when the tenant is told that it lags", () => {
    const at = sceneForEach({ settings: { memberListLagMs: 2000 } });

    it("shows who comes and who goes only a while later", async () => {
        const groupId = await at.scene.group("payments", "ana@example.com");
        at.scene.tenant.clock.advance(2000);
        const path = (login: string) => member(at.scene, groupId, login);

        made(await at.scene.me.okta("PUT", path("ben@example.com")));
        made(await at.scene.me.okta("DELETE", path("ana@example.com")));
        const early = await logins(at.scene, groupId);
        at.scene.tenant.clock.advance(2000);

        assert.deepEqual([early, await logins(at.scene, groupId)], [["ana@example.com"], ["ben@example.com"]]);
    });

    it("shows nothing of who comes and goes in between", async () => {
        const groupId = await at.scene.group("payments");

        for (const method of ["PUT", "DELETE"]) {
            made(await at.scene.me.okta(method, member(at.scene, groupId, "ana@example.com")));
        }

        assert.deepEqual(await logins(at.scene, groupId), []);
    });
});
