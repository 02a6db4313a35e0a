import assert from "node:assert/strict";
import { connectToOkta } from "../../resources/okta/connection";
import { connectToOpa } from "../../resources/opa/connection";
import { refuseLocalGroup } from "../../resources/team-secrets-space/local-group";
import { startTenant, type Tenant } from "../../tenant";
import { administratorOf } from "../support/administrator";

const noConfig = { get: () => undefined };

describe("a group name that a team wants", () => {
    let tenant: Tenant;
    beforeEach(async () => {
        tenant = await startTenant({ speed: 100 });
    });
    afterEach(() => tenant.close());

    const look = (name: string, deadlineMs = 100) =>
        refuseLocalGroup(
            {
                okta: connectToOkta(noConfig, tenant.environment),
                opa: connectToOpa(noConfig, "resource", tenant.environment),
                appId: tenant.opaAppId,
            },
            name,
            { deadlineMs, firstMs: 20 },
        );

    async function push(name: string): Promise<void> {
        const { okta } = administratorOf(tenant);
        const { id } = (await okta("POST", "/api/v1/groups", { profile: { name } })) as { id: string };
        const mapping = { sourceGroupId: id, targetGroupName: name, status: "ACTIVE" };
        await okta("POST", `/api/v1/apps/${tenant.opaAppId}/group-push/mappings`, mapping);
        tenant.clock.advance(5000);
        assert.ok(tenant.store.opaGroupNamed(name));
    }

    it("is free when OPA has no such group, which takes one call", async () => {
        await look("team-payments");

        const calls = tenant.requests.map(({ method, path }) => `${method} ${path.split("/").at(-1)}`);
        assert.deepEqual(calls, ["POST service_token", "GET groups"]);
    });

    it("is refused when OPA has a group of its own by that name, whose rights the members would get", async () => {
        await assert.rejects(look("automation"), ({ message }: Error) => {
            assert.match(message, /^OPA has a group "automation" of its own, with the roles .*security_admin/);
            assert.match(message, /Choose another groupName, or declare onExistingPush: "adopt"/);
            return true;
        });
    });

    it("is free once the group that had it has left OPA, as a pushed one does some time after its push was deleted", async () => {
        const { opa } = administratorOf(tenant);
        await opa("POST", "/groups", { name: "team-payments", roles: [] });
        const looking = look("team-payments", 5000);
        while (!tenant.requests.some(({ path }) => path === "/api/v1/groups")) {
            await new Promise((resolve) => setTimeout(resolve, 5));
        }

        await opa("DELETE", "/groups/team-payments");

        await looking;
    });

    it("is a pushed group's own on later runs", async () => {
        await push("team-payments");

        await look("team-payments");
    });

    it("is not refused because Okta's search does not know yet what was pushed a moment ago", async () => {
        tenant.settings.searchLagMs = 20_000;
        await push("team-payments");

        await assert.rejects(look("team-payments", 0), /OPA has a group "team-payments" of its own, without roles/);
        await look("team-payments", 5000);
    });
});
