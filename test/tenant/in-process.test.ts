import assert from "node:assert/strict";
import { startTenant, type TenantOptions } from "../../tenant";
import { sceneForEach } from "./support/scene";

describe("a tenant that is started wrongly", () => {
    const wrong: readonly (readonly [options: object, says: RegExp])[] = [
        [{ speed: 0 }, /speed/],
        [{ speed: Number.NaN }, /speed/],
        [{ settings: { pushdelayms: 1 } }, /pushdelayms.*known: pushDelayMs/],
        [{ settings: { pushDelayMs: -1, mappingCreateStatus: 202 } }, /pushDelayMs.*mappingCreateStatus/s],
    ];
    for (const [options, says] of wrong) {
        it(`does not start, and says why: ${JSON.stringify(options)}`, async () => {
            await assert.rejects(startTenant(options as TenantOptions), says);
        });
    }
});

describe("a tenant that is told something wrong in the same process", () => {
    const at = sceneForEach();

    it("does nothing of it, and says why", async () => {
        const { tenant } = at.scene;
        const wrong: readonly (readonly [tell: () => unknown, says: RegExp])[] = [
            [() => tenant.fail({ status: 503, times: 0 }), /times/],
            [() => tenant.fail({ path: /groups/ }), /status, drop, delayMs, body or headers/],
            [() => tenant.fail({ headers: { "X Bad": "1" } }), /X Bad/],
            [() => tenant.failPush({ outcome: "late" as never }), /outcome/],
            [() => tenant.clock.setSpeed(0), /speed/],
            [() => tenant.clock.advance(1e300), /advance/],
            [() => tenant.clock.advance(-1), /advance/],
        ];

        for (const [tell, says] of wrong) assert.throws(tell, says);

        assert.equal((await at.scene.me.okta("GET", "/api/v1/groups")).status, 200);
        assert.equal(tenant.clock.speed, 1);
    });

    it("is reset to the settings it was started with, not to what became of them", async () => {
        const settings = { oktaBuckets: { "/api/v1/apps": 5 }, pushDelayMs: 7 };
        const tenant = await startTenant({ settings, speed: 3 });
        tenant.settings.oktaBuckets["/api/v1/users"] = 1;
        tenant.clock.setSpeed(9);

        tenant.reset();

        const { oktaBuckets, pushDelayMs } = tenant.settings;
        assert.deepEqual([oktaBuckets, pushDelayMs, tenant.clock.speed], [{ "/api/v1/apps": 5 }, 7, 3]);
        await tenant.close();
    });
});

describe("what an administrator does to a tenant in the same process", () => {
    const at = sceneForEach();

    it("is an edit of the store where a policy is concerned", async () => {
        const { tenant } = at.scene;
        const before = await at.scene.me.opa("POST", at.scene.folders, {
            name: "a",
            parent_folder_id: at.scene.teams.id,
        });

        for (const policy of tenant.store.policies.values()) policy.active = false;
        const after = await at.scene.me.opa("POST", at.scene.folders, {
            name: "b",
            parent_folder_id: at.scene.teams.id,
        });

        assert.deepEqual([before.status, after.status], [201, 404]);
    });

    it("is a call where a member is concerned, and reaches OPA", async () => {
        const { tenant } = at.scene;
        const { sourceGroupId } = await at.scene.mapping("payments", "ana@example.com");
        tenant.clock.flush();
        const path = `/api/v1/groups/${sourceGroupId}/users/${at.scene.userId("ben@example.com")}`;
        const headers = { authorization: `SSWS ${tenant.credentials.adminApiToken}` };

        const { status } = await fetch(`${tenant.okta}${path}`, { method: "PUT", headers });
        tenant.clock.flush();

        const members = tenant.store.opaGroupNamed("payments")?.members ?? [];
        assert.deepEqual([status, [...members].sort()], [204, ["ana@example.com", "ben@example.com"]]);
    });
});
