import assert from "node:assert/strict";
import { unconfirmed } from "../../tenant";
import { defaultSettings } from "../../tenant/settings";
import { type Answered, type Asked, ask, bodyOf } from "./support/asking";
import { made, type Scene, sceneForEach } from "./support/scene";

/** Calls the control URL. */
const control = ({ tenant }: Scene, method: string, path: string, order?: unknown): Promise<Answered> =>
    ask(tenant, { method, target: `/control${path}`, ...(order === undefined ? {} : { text: JSON.stringify(order) }) });

describe("the tenant's control URL", () => {
    const at = sceneForEach();

    it("tells every call to either API in order, and none to itself, until it is emptied", async () => {
        await at.scene.me.okta("GET", "/api/v1/groups?limit=1");
        await at.scene.me.opa("DELETE", "/groups/nothing");
        const before = bodyOf<Record<string, unknown>[]>(await control(at.scene, "GET", "/requests"));

        const { status } = await control(at.scene, "DELETE", "/requests");

        const after = bodyOf<unknown[]>(await control(at.scene, "GET", "/requests"));
        assert.deepEqual([status, after], [204, []]);
        assert.deepEqual(
            before.map(({ atMs, ...rest }) => rest),
            [
                {
                    api: "okta",
                    method: "GET",
                    path: "/api/v1/groups",
                    query: "limit=1",
                    status: 200,
                    by: "automation",
                    userAgent: "",
                    writes: false,
                    isFaulted: false,
                },
                {
                    api: "opa",
                    method: "POST",
                    path: "/v1/teams/example/service_token",
                    query: "",
                    status: 200,
                    by: "automation",
                    userAgent: "",
                    writes: false,
                    isFaulted: false,
                },
                {
                    api: "opa",
                    method: "DELETE",
                    path: "/v1/teams/example/groups/nothing",
                    query: "",
                    status: 401,
                    by: "automation",
                    userAgent: "",
                    writes: true,
                    isFaulted: false,
                },
            ],
        );
        for (const { atMs } of before) assert.ok(Math.abs(Number(atMs) - Date.now()) < 60_000);
    });

    it("tells what sent a call, as it says itself", async () => {
        const { tenant } = at.scene;

        await fetch(`${tenant.okta}/api/v1/groups`, { headers: { "user-agent": "curl/8.5.0" } });

        assert.deepEqual(
            tenant.requests.map(({ userAgent, status }) => [userAgent, status]),
            [["curl/8.5.0", 401]],
        );
    });

    it("tells what the tenant holds", async () => {
        await at.scene.mapping("payments", "ana@example.com");
        at.scene.tenant.clock.flush();

        const state = bodyOf<Record<string, { name?: string }[]>>(await control(at.scene, "GET", "/state"));

        assert.deepEqual(Object.keys(state), [
            ...["users", "groups", "memberships", "apps", "appAssignments", "directAssignments", "groupRules"],
            ...["mappings", "oauthClients"],
            ...[
                "opaUsers",
                "opaGroups",
                "deletedOpaGroups",
                "resourceGroups",
                "projects",
                "deletedProjects",
                "folders",
                "secrets",
            ],
            ...["policies", "workloadConnections", "workloadRoles"],
        ]);
        assert.equal(state["mappings"]?.length, 1);
        assert.deepEqual(state["opaGroups"]?.at(-1), {
            ...at.scene.tenant.store.opaGroupNamed("payments"),
            members: ["ana@example.com"],
        });
    });

    it("tells of deleted groups apart from the others", async () => {
        const { tenant, admin } = at.scene;
        const before = bodyOf<Record<string, unknown>>(await control(at.scene, "GET", "/state"));
        made(await admin.opa("POST", "/groups", { name: "short-lived", roles: [] }));
        made(await admin.opa("DELETE", "/groups/short-lived"));

        const { deletedOpaGroups, ...state } = bodyOf<Record<string, unknown>>(
            await control(at.scene, "GET", "/state"),
        );

        assert.deepEqual({ ...state, deletedOpaGroups: [] }, before);
        assert.equal(Object(deletedOpaGroups)[0].id, tenant.store.opaGroupNamed("short-lived")?.id);
    });

    it("tells of deleted projects, of priorities, and of service apps without their keys", async () => {
        const { tenant, admin } = at.scene;
        const [group] = tenant.store.groups.values();
        const assigned = `/api/v1/apps/${tenant.opaAppId}/groups/${group?.id}`;
        made(await admin.okta("PUT", assigned, { priority: 7 }));
        for (const folder of tenant.store.folders.keys()) tenant.store.removeFolder(folder);
        made(await admin.opa("DELETE", at.scene.project));
        const { clientId, keyId } = tenant.addOAuthClient({ scopes: ["okta.groups.read"], algorithm: "ES256" });

        const state = bodyOf<Record<string, never>>(await control(at.scene, "GET", "/state"));

        assert.deepEqual(
            (state["deletedProjects"] as { name: string }[] | undefined)?.map(({ name }) => name),
            ["team-secrets"],
        );
        assert.equal(state["appAssignments"]?.[tenant.opaAppId]?.[group?.id ?? ""]?.["priority"], 7);
        const client = { id: clientId, keyId, scopes: ["okta.groups.read"], requiresDpop: false, hasRole: true };
        assert.deepEqual(state["oauthClients"], [{ ...client, seq: tenant.store.oauthClients.get(clientId)?.seq }]);
    });

    it("tells which faults wait, and what is left of them", async () => {
        for (const order of [
            { method: "GET", path: "/groups$", nth: 3, times: 2, status: 503 },
            { push: "error", group: "payments", times: 2 },
            { opaKey: false },
        ]) {
            await control(at.scene, "POST", "/faults", order);
        }
        await at.scene.me.okta("GET", "/api/v1/groups");

        const waiting = bodyOf(await control(at.scene, "GET", "/faults"));
        await control(at.scene, "DELETE", "/faults");
        const after = bodyOf(await control(at.scene, "GET", "/faults"));

        assert.deepEqual(waiting, {
            requests: [{ method: "GET", path: "/groups$", nth: 2, times: 2, status: 503 }],
            pushes: [{ outcome: "error", group: "payments", times: 2 }],
            standing: { hasOktaRole: true, hasOpaKey: false },
        });
        assert.deepEqual(after, { requests: [], pushes: [], standing: { hasOktaRole: true, hasOpaKey: true } });
    });

    it("arms a fault for a request, by method, path and number, and takes all faults back", async () => {
        const order = { method: "GET", path: "/groups$", nth: 2, status: 503 };
        const groups = async () => (await at.scene.me.okta("GET", "/api/v1/groups")).status;

        const { status } = await control(at.scene, "POST", "/faults", order);
        const seen = [await groups(), await groups()];
        await control(at.scene, "POST", "/faults", { status: 503 });
        await control(at.scene, "POST", "/faults", { oktaRole: false });
        await control(at.scene, "DELETE", "/faults");

        assert.deepEqual([status, ...seen, await groups()], [204, 200, 503, 200]);
    });

    it("arms a fault for a push", async () => {
        await control(at.scene, "POST", "/faults", { push: "error", group: "payments" });
        const { id } = await at.scene.mapping("payments");

        await control(at.scene, "POST", "/clock", { flush: true });

        assert.equal((await at.scene.read(id)).status, "ERROR");
    });

    const rights: readonly (readonly [order: object, look: (scene: Scene) => Promise<Answered>, status: number])[] = [
        [{ expireTokens: true }, ({ me }) => me.opa("GET", "/current_user"), 401],
        [{ opaKey: false }, ({ me }) => me.opa("GET", "/current_user"), 401],
        [{ oktaRole: false }, ({ me }) => me.okta("GET", "/api/v1/groups"), 403],
        [{ opaRoles: ["resource_admin"] }, ({ me }) => me.opa("GET", "/security_policy"), 401],
    ];
    for (const [order, look, status] of rights) {
        it(`takes rights from the caller: ${JSON.stringify(order)}`, async () => {
            await at.scene.me.opa("GET", "/current_user");

            const before = await look(at.scene);
            await control(at.scene, "POST", "/faults", order);
            const after = await look(at.scene);

            assert.deepEqual([before.status, after.status], [200, status]);
        });
    }

    it("reads and changes settings, several at once", async () => {
        const order = { pushDelayMs: 5, mappingCreateStatus: 201, oktaBuckets: { "/api/v1/apps": 10 } };

        const { status } = await control(at.scene, "PUT", "/settings", order);

        assert.equal(status, 204);
        assert.deepEqual(bodyOf(await control(at.scene, "GET", "/settings")), { ...defaultSettings(), ...order });
        assert.equal(at.scene.tenant.settings.pushDelayMs, 5);
    });

    it("knows every choice by its name, and takes each of its values", async () => {
        for (const [name, { values }] of Object.entries(unconfirmed)) {
            for (const value of values) {
                const { status } = await control(at.scene, "PUT", "/settings", { [name]: value });
                assert.equal(status, 204, name);
                assert.equal(Reflect.get(at.scene.tenant.settings, name), value);
            }
        }
    });

    it("turns the clock", async () => {
        const { clock } = at.scene.tenant;
        const beforeMs = clock.nowMs();

        await control(at.scene, "POST", "/clock", { advanceMs: 3_600_000, speed: 2 });

        assert.ok(clock.nowMs() - beforeMs >= 3_600_000);
        assert.equal(clock.speed, 2);
    });

    it("puts everything back as it was at the start: what there is, settings, faults, calls, counts and what is to come", async () => {
        const { tenant } = at.scene;
        const ids = () => [
            ...tenant.store.groups.keys(),
            ...tenant.store.folders.keys(),
            ...tenant.store.policies.keys(),
        ];
        const before = ids();
        await at.scene.mapping("payments", "ana@example.com");
        await at.scene.folder("payments");
        tenant.fail({ status: 500 });
        tenant.failPush({ outcome: "error" });
        await control(at.scene, "PUT", "/settings", { mappingCreateStatus: 201 });
        await control(at.scene, "POST", "/clock", { speed: 7, advanceMs: 1e12 });
        Object.assign(tenant.settings, { misspelt: 1 });

        const { status } = await control(at.scene, "POST", "/reset");
        assert.equal(tenant.clock.speed, 1);
        assert.ok(Math.abs(tenant.clock.nowMs() - tenant.clock.wallMs()) < 1000);
        tenant.clock.flush();

        assert.deepEqual([status, ids(), tenant.requests, tenant.settings], [204, before, [], defaultSettings()]);
        assert.equal(tenant.store.opaGroupNamed("payments"), undefined);
        const again = await at.scene.mapping("payments");
        tenant.clock.flush();
        assert.equal((await at.scene.read(again.id)).status, "ACTIVE");
    });

    const wrong: readonly (readonly [method: string, path: string, order: unknown, says: RegExp])[] = [
        ["POST", "/faults", { path: "(" }, /not a regular expression/],
        ["POST", "/faults", { status: 200 }, /status/],
        ["POST", "/faults", { nth: 0 }, /nth/],
        ["POST", "/faults", { drop: "never" }, /drop/],
        ["POST", "/faults", { stattus: 500 }, /stattus/],
        ["POST", "/faults", { push: "late" }, /push/],
        ["POST", "/faults", { opaRoles: ["king"] }, /opaRoles/],
        ["POST", "/faults", "no object", /record/],
        ["POST", "/faults", {}, /status, drop, delayMs, body or headers/],
        ["POST", "/faults", { method: "GET", nth: 2 }, /status, drop, delayMs, body or headers/],
        ["POST", "/faults", { method: "FETCH", status: 503 }, /method: "FETCH" is no method of HTTP/],
        ["POST", "/faults", { headers: { "X Bad": "1" } }, /headers: X Bad/],
        ["POST", "/faults", { headers: { "X-Bad": "a\nb" } }, /headers: X-Bad/],
        ["POST", "/faults", { delayMs: 1e300 }, /delayMs/],
        ["POST", "/clock", { advanceMs: 1e300 }, /advanceMs/],
        ["POST", "/clock", { speed: 1e300 }, /speed/],
        ["POST", "/clock", { speed: 0 }, /speed/],
        ["POST", "/clock", { advanceMs: -1 }, /advanceMs/],
        ["POST", "/clock", { faster: true }, /faster/],
        ["PUT", "/settings", { pushDelayMs: "soon" }, /pushDelayMs.*use a number, 0 or more/],
        ["PUT", "/settings", { pushDelayMs: -1 }, /pushDelayMs/],
        ["PUT", "/settings", { oktaBuckets: { "/": "many" } }, /oktaBuckets.*requests per minute/],
        ["PUT", "/settings", { mappingCreateStatus: 202 }, /mappingCreateStatus.*use one of \[200,201\]/],
        ["PUT", "/settings", { pushdelayms: 1 }, /pushdelayms.*known: pushDelayMs/],
        ["PUT", "/settings", [], /object|record/],
        ["PUT", "/settings", { toString: 1 }, /toString.*known: pushDelayMs/],
        ["PUT", "/settings", { pushDelayMs: 1e300 }, /pushDelayMs/],
        ["PUT", "/settings", { oktaConcurrency: 0.5 }, /oktaConcurrency.*use a whole number, 0 or more/],
        ["PUT", "/settings", { oktaBuckets: { apps: 1 } }, /oktaBuckets.*requests per minute by path/],
        ["PUT", "/settings", { oktaBuckets: { "/api/v1/apps": 0.5 } }, /oktaBuckets.*requests per minute by path/],
        [
            "POST",
            "/oauth-clients",
            { scopes: [], publicKeyJwk: { kty: "oct", k: "AA" } },
            /publicKeyJwk.*public RSA or EC/,
        ],
        ["POST", "/oauth-clients", { scopes: [], clientId: "taken", publicKeyJwk: {} }, /taken.*\n.*publicKeyJwk/],
    ];
    for (const [method, path, order, says] of wrong) {
        it(`obeys nothing of ${method} ${path} ${JSON.stringify(order)}, and says what is wrong with it`, async () => {
            at.scene.tenant.addOAuthClient({ scopes: [], algorithm: "ES256", clientId: "taken" });

            const answered = await control(at.scene, method, path, order);

            const { error, errors } = bodyOf<{ error: string; errors: string[] }>(answered);
            assert.deepEqual([answered.status, error], [400, "The tenant does not understand this order"]);
            assert.match(errors.join("\n"), says);
            assert.deepEqual(at.scene.tenant.settings, defaultSettings());
            assert.equal((await at.scene.me.okta("GET", "/api/v1/groups")).status, 200);
        });
    }

    it("says so when it is asked for what it does not have, names what it has, and logs it nowhere", async () => {
        const answered = await control(at.scene, "GET", "/nothing");

        const { called, known } = bodyOf<{ called: string; known: string[] }>(answered);
        assert.deepEqual([answered.status, called], [404, "GET /control/nothing"]);
        for (const call of ["GET /control/requests", "POST /control/faults", "GET /control/events"]) {
            assert.ok(known.includes(call), call);
        }
        assert.deepEqual(at.scene.tenant.requests, []);
    });

    it("says of an order that is no JSON just that", async () => {
        for (const text of ["{", "speed=3", ""]) {
            const answered = await ask(at.scene.tenant, { method: "POST", target: "/control/clock", text });

            assert.deepEqual([answered.status, bodyOf(answered)["errors"]], [400, ["It is not JSON."]], text);
        }
    });

    const untakeable: readonly (readonly [title: string, call: Asked, status: number])[] = [
        ["a path that cannot be decoded", { target: "/control/%zz" }, 400],
        ["an order that is too large", { method: "POST", target: "/control/faults", text: "x".repeat(2 ** 21) }, 413],
    ];
    for (const [title, call, status] of untakeable) {
        it(`answers ${title} itself, and logs it nowhere`, async () => {
            const answered = await ask(at.scene.tenant, call);

            assert.deepEqual([answered.status, Object.keys(bodyOf(answered))], [status, ["error", "called", "known"]]);
            assert.deepEqual(at.scene.tenant.requests, []);
        });
    }

    it("takes a fault by the text of its path in capitals or not, for any method of HTTP", async () => {
        const { status } = await control(at.scene, "POST", "/faults", { method: "get", status: 503 });

        assert.deepEqual([status, (await at.scene.me.okta("GET", "/api/v1/groups")).status], [204, 503]);
    });
});

describe("the second identity in the tenant", () => {
    const at = sceneForEach();

    it("does by plain API calls what an administrator would: delete, rename, edit, behind the automation's back", async () => {
        const { id, sourceGroupId } = await at.scene.mapping("payments", "ana@example.com");
        const folderId = await at.scene.folder("payments");
        at.scene.tenant.clock.flush();
        const { admin } = at.scene;
        const [policy] = at.scene.tenant.store.policies.keys();
        const path = `/security_policy/${policy}`;

        const rename = { profile: { name: "renamed by hand" } };
        made(await admin.okta("PUT", `/api/v1/groups/${sourceGroupId}`, rename));
        made(await admin.okta("PUT", `/api/v1/groups/${sourceGroupId}/users/${at.scene.userId("ben@example.com")}`));
        made(await admin.okta("PATCH", `${at.scene.mappings}/${id}`, { status: "INACTIVE" }));
        made(await admin.okta("DELETE", `${at.scene.mappings}/${id}?deleteTargetGroup=false`));
        made(await admin.opa("PUT", `${at.scene.folders}/${folderId}`, { name: "renamed-by-hand" }));
        made(await admin.opa("PUT", path, { ...made<object>(await admin.opa("GET", path)), active: false, rules: [] }));
        made(await admin.opa("DELETE", `${at.scene.folders}/${folderId}`));

        const { store, requests } = at.scene.tenant;
        assert.equal(store.groups.get(sourceGroupId)?.name, "renamed by hand");
        assert.deepEqual([store.mappings.size, store.folders.size], [0, 1]);
        assert.deepEqual(
            [store.policies.get(policy ?? "")?.active, store.policies.get(policy ?? "")?.rules.length],
            [false, 0],
        );
        const writers = requests.filter(({ writes }) => writes).map(({ by }) => by);
        assert.deepEqual(writers, [...Array(4).fill("automation"), ...Array(7).fill("administrator")]);
    });
});
