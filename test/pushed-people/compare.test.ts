import assert from "node:assert/strict";
import { usualConditions } from "../../resources/http/connect";
import { openOkta } from "../../resources/okta/connection/connect";
import { comparePushes } from "../../resources/pushed-people/compare";
import { startTenant, type Tenant } from "../../tenant";
import { connected, plenty } from "../opa/support/connected";
import { Scene } from "../tenant/support/scene";

describe("whom Okta and OPA have in pushed groups", () => {
    let tenant: Tenant;
    let scene: Scene;

    before(async () => {
        tenant = await startTenant({ settings: plenty });
    });
    beforeEach(() => {
        tenant.reset();
        scene = new Scene(tenant);
    });
    after(() => tenant.close());

    const compare = (isAsked?: (group: string) => boolean) => {
        const { oktaApiToken: apiToken } = tenant.credentials;
        const quiet = { ...usualConditions({}), say: () => undefined };
        const okta = openOkta({ origin: tenant.okta, credential: { type: "api-token", apiToken } }, quiet);
        return comparePushes({ okta, opa: connected(tenant, (send) => send, {}, {}) }, isAsked);
    };

    it("are the same after a push, which needs two calls for each group", async () => {
        for (const name of ["team-a", "team-b"]) await scene.mapping(name, "ana@example.com", "ben@example.com");
        tenant.clock.flush();
        tenant.clearRequests();

        assert.deepEqual(await compare(), { differences: [], compared: 2, unseen: [] });
        const forPeople = tenant.requests.filter(({ path }) => /groups\/[^/]+\/users/.test(path));
        assert.equal(forPeople.length, 4);
        assert.deepEqual(
            tenant.requests.filter(({ writes }) => writes),
            [],
        );
    });

    it("differ by whom Okta does not push, with the reason", async () => {
        const user = tenant.store.userWithLogin("ben@example.com");
        assert.ok(user);
        user.status = "SUSPENDED";
        const { sourceGroupId } = await scene.mapping("team-a", "ana@example.com", "ben@example.com");
        tenant.clock.flush();

        const { differences } = await compare();

        const notInOpa = [{ login: "ben@example.com", why: "SUSPENDED" }];
        assert.deepEqual(differences, [{ group: "team-a", sourceGroupId, status: "ACTIVE", notInOpa, notInOkta: [] }]);
    });

    it("are told as not seen where a right is missing, which is no difference", async () => {
        await scene.mapping("team-a", "ana@example.com");
        await scene.mapping("team-b", "ben@example.com");
        tenant.clock.flush();
        tenant.fail({ method: "GET", path: /groups\/team-a\/users/, status: 403, times: 99 });

        assert.deepEqual(await compare(), {
            differences: [],
            compared: 1,
            unseen: ['the people of group "team-a" in OPA'],
        });

        tenant.fail({ method: "GET", path: /group-push\/mappings/, status: 403, times: 99 });
        const { differences, compared, unseen } = await compare();

        assert.deepEqual([differences, compared], [[], 0]);
        assert.match(unseen.join(), /^the pushes, groups and people of app ".*" \(0oa.*\)$/);
    });

    it("are compared only where that is asked for", async () => {
        for (const name of ["team-a", "team-b"]) await scene.mapping(name, "ana@example.com");
        tenant.clock.flush();

        assert.equal((await compare((group) => group === "team-b")).compared, 1);
    });
});
