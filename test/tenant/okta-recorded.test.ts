import assert from "node:assert/strict";
import { type Answered, bodyOf, headerLines } from "./support/asking";
import { recorded } from "./support/recorded";
import { made, type Scene, sceneForEach } from "./support/scene";
import { shapeOf } from "./support/shape";

type Name = keyof typeof recorded;

const group = (scene: Scene) => scene.group("Some team", "ana@example.com");

async function pushed(scene: Scene) {
    const mapping = await scene.mapping("Some team");
    scene.tenant.clock.advance(124_000);
    return mapping;
}

/** What leads to each recorded answer. */
const ways: Readonly<Record<Name, (scene: Scene) => Promise<Answered>>> = {
    created: async (scene) => {
        const body = { sourceGroupId: await group(scene), status: "ACTIVE", targetGroupName: "Some team" };
        return scene.me.okta("POST", scene.mappings, body);
    },
    read: async (scene) => scene.me.okta("GET", `${scene.mappings}/${(await scene.mapping("Some team")).id}`),
    stopped: async (scene) => {
        const { id } = await scene.mapping("Some team");
        return scene.me.okta("PATCH", `${scene.mappings}/${id}`, { status: "INACTIVE" });
    },
    deleted: async (scene) => {
        const { id } = await scene.mapping("Some team");
        made(await scene.me.okta("PATCH", `${scene.mappings}/${id}`, { status: "INACTIVE" }));
        return scene.me.okta("DELETE", `${scene.mappings}/${id}?deleteTargetGroup=false`);
    },
    listed: async (scene) => {
        const { sourceGroupId } = await scene.mapping("Some team");
        return scene.me.okta("GET", `${scene.mappings}?sourceGroupId=${sourceGroupId}&status=ACTIVE`);
    },
    listedPushed: async (scene) => {
        await pushed(scene);
        return scene.me.okta("GET", scene.mappings);
    },
    listedInError: async (scene) => {
        const { id } = await pushed(scene);
        scene.tenant.failPush({ outcome: "error" });
        made(await scene.me.okta("PATCH", `${scene.mappings}/${id}`, { status: "ACTIVE" }));
        scene.tenant.clock.flush();
        return scene.me.okta("GET", `${scene.mappings}?limit=100&status=ERROR`);
    },
    listedNone: (scene) => scene.me.okta("GET", `${scene.mappings}?status=ERROR`),
    groupCreated: (scene) =>
        scene.me.okta("POST", "/api/v1/groups", { profile: { name: "Some team", description: "" } }),
    groupDeleted: async (scene) => scene.me.okta("DELETE", `/api/v1/groups/${await group(scene)}`),
    memberAdded: async (scene) =>
        scene.me.okta("PUT", `/api/v1/groups/${await group(scene)}/users/${scene.userId("ben@example.com")}`),
    membersListed: async (scene) => scene.me.okta("GET", `/api/v1/groups/${await group(scene)}/users?limit=200`),
    usersFound: (scene) => {
        const query = { limit: "1", search: 'profile.firstName sw "a" or profile.firstName sw "b"' };
        return scene.me.okta("GET", `/api/v1/users?${new URLSearchParams(query)}`);
    },
    userMissing: (scene) => scene.me.okta("GET", "/api/v1/users/00u1useruseruserus17"),
    searchUnreadable: (scene) => scene.me.okta("GET", "/api/v1/users?search=nonsense"),
};

/** An answer with as much as the recording has of it. */
function asRecorded(answered: Answered, name: Name): unknown {
    const has = (part: string) => part in recorded[name];
    return shapeOf({
        status: answered.status,
        ...(has("text") ? { text: answered.text } : {}),
        ...(has("contentLength") ? { contentLength: headerLines(answered, "content-length") } : {}),
        ...(has("contentType") ? { contentType: headerLines(answered, "content-type") } : {}),
        ...(has("links")
            ? { links: headerLines(answered, "link").map((line) => line.replace(/after=[^&]+/, "after=(cursor)")) }
            : {}),
        ...(has("body") ? { body: bodyOf(answered) } : {}),
    });
}

describe("an answer of the tenant's Okta", () => {
    const at = sceneForEach();

    for (const name of Object.keys(recorded) as Name[]) {
        it(`has the fields, their order and their formats as recorded: ${name}`, async () => {
            const answered = await ways[name](at.scene);

            assert.deepEqual(asRecorded(answered, name), shapeOf(recorded[name]));
        });
    }

    it("says the times that were recorded of a push: later than the mapping, and the same twice", async () => {
        const { id, created, lastUpdated, lastPush } = await pushed(at.scene);
        const after = await at.scene.read(id);

        assert.deepEqual([lastUpdated, lastPush], [created, undefined]);
        assert.equal(after.lastPush, after.lastUpdated);
        assert.ok(after.lastUpdated >= created);
        assert.equal(after.created, created);
    });

    it("says of an ERROR mapping that it changed after the push that still went well", async () => {
        const { id } = await pushed(at.scene);
        at.scene.tenant.failPush({ outcome: "error" });
        made(await at.scene.me.okta("PATCH", `${at.scene.mappings}/${id}`, { status: "ACTIVE" }));
        at.scene.tenant.clock.advance(120_000);

        const { status, lastPush = "", lastUpdated } = await at.scene.read(id);

        assert.equal(status, "ERROR");
        assert.ok(lastUpdated > lastPush, `${lastUpdated} ${lastPush}`);
    });
});
