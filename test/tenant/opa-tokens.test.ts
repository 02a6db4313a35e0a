import assert from "node:assert/strict";
import { type Answered, ask, bodyOf } from "./support/asking";
import { type Scene, sceneForEach } from "./support/scene";

const uuid = "0b5f3c1a-52a4-4d7e-9c35-0a1f6f2d9b11";

function exchange({ tenant }: Scene, body: unknown, team = "example"): Promise<Answered> {
    const target = `/v1/teams/${team}/service_token`;
    const headers = { "content-type": "application/json" };
    return ask(tenant, { method: "POST", target, headers, text: JSON.stringify(body) });
}

const keyOf = ({ tenant: { credentials } }: Scene) => ({
    key_id: credentials.opaKeyId,
    key_secret: credentials.opaKeySecret,
});

describe("a token of the tenant's OPA", () => {
    const at = sceneForEach();

    it("comes for a key, a JWT that says when it expires in real time, whatever the team's case", async () => {
        at.scene.tenant.clock.setSpeed(10);

        const answered = await exchange(at.scene, keyOf(at.scene), "EXAMPLE");

        const { bearer_token, expires_at, team_name } = bodyOf<Record<string, string>>(answered);
        const lifeMs = Date.parse(expires_at ?? "") - Date.now();
        assert.deepEqual([answered.status, team_name], [200, "example"]);
        assert.match(bearer_token ?? "", /^[\w-]+\.[\w-]+\.[\w-]+$/);
        assert.ok(lifeMs > 350_000 && lifeMs <= 360_000, `${lifeMs}`);
    });

    const refused: readonly (readonly [
        title: string,
        body: (scene: Scene) => unknown,
        status: number,
        team?: string,
    ])[] = [
        ["a key that is not there", (scene) => ({ ...keyOf(scene), key_id: uuid }), 401],
        ["a wrong secret", (scene) => ({ ...keyOf(scene), key_secret: "wrong" }), 401],
        ["another team", keyOf, 401, "other"],
        ["an id that is no UUID", (scene) => ({ ...keyOf(scene), key_id: "key" }), 400],
        ["no secret", (scene) => ({ key_id: keyOf(scene).key_id }), 400],
        ["a secret of 513 characters", (scene) => ({ ...keyOf(scene), key_secret: "x".repeat(513) }), 400],
    ];
    for (const [title, body, status, team] of refused) {
        it(`does not come for ${title}`, async () => {
            assert.equal((await exchange(at.scene, body(at.scene), team)).status, status);
        });
    }

    it("expires after its time, or when the tenant is told so", async () => {
        const statuses: number[] = [];
        const call = async () => statuses.push((await at.scene.me.opa("GET", "/current_user")).status);

        await call();
        at.scene.tenant.clock.advance(3_599_000);
        await call();
        at.scene.tenant.clock.advance(2000);
        await call();
        at.scene.tenant.expireTokens();
        const { status } = await at.scene.admin.opa("GET", "/current_user");
        at.scene.tenant.expireTokens();
        const ended = await at.scene.admin.opa("GET", "/current_user");

        assert.deepEqual([statuses, status, ended.status], [[200, 200, 401], 200, 401]);
    });

    it("dies with its key, at once", async () => {
        const before = await at.scene.me.opa("GET", "/current_user");
        at.scene.tenant.standing.hasOpaKey = false;

        const answers = [await at.scene.me.opa("GET", "/current_user"), await exchange(at.scene, keyOf(at.scene))];

        assert.deepEqual(
            [before, ...answers].map(({ status }) => status),
            [200, 401, 401],
        );
    });

    it("tells who it is for, and nothing of roles", async () => {
        const answers = [];
        for (const who of [at.scene.me, at.scene.resources, at.scene.security, at.scene.admin]) {
            answers.push(bodyOf(await who.opa("GET", "/current_user")));
        }

        assert.deepEqual(
            answers.map(({ name }) => name),
            ["pulumi-automation", "pulumi-resources", "pulumi-security", "console-administrator"],
        );
        for (const answer of answers) assert.deepEqual(Object.keys(answer), ["id", "name", "team_name"]);
    });

    it("is needed for everything, and opens no other team", async () => {
        const { tenant } = at.scene;
        const authorization = `Bearer ${await at.scene.me.token()}`;

        const answers = [
            await ask(tenant, { target: "/v1/teams/example/groups" }),
            await ask(tenant, { target: "/v1/teams/example/groups", headers: { authorization: "Bearer wrong" } }),
            await ask(tenant, { target: "/v1/teams/other/groups", headers: { authorization } }),
            await ask(tenant, { target: "/v1/teams/example/nothing", headers: { authorization } }),
        ];

        assert.deepEqual(
            answers.map(({ status }) => status),
            [401, 401, 404, 404],
        );
    });
});
