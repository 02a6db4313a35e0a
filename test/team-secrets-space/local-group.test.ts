import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { connectToOkta } from "../../resources/okta/connection";
import { connectToOpa } from "../../resources/opa/connection";
import { refuseLocalGroup } from "../../resources/team-secrets-space/local-group";
import type { Tenant } from "../../tenant";
import { administratorOf } from "../support/administrator";
import { Simulation } from "../support/stack/simulation";

/** In simulated time, so that no expectation depends on how fast the machine is. */
describe("a group name that a team wants", () => {
    let simulation: Simulation;
    let tenant: Tenant;
    before(async () => {
        simulation = await Simulation.start();
        tenant = simulation.tenant;
    });
    beforeEach(() => simulation.reset());
    after(() => simulation.close());

    type Look = (name: string, deadlineMs?: number) => Promise<void>;

    const inProcess = (act: (look: Look) => Promise<void>) =>
        simulation.inProcess(undefined, (process) => {
            const settings = process.configOf("program");
            const config = { get: (key: string) => settings[key] };
            const places = {
                okta: connectToOkta(config),
                opa: connectToOpa(config, "resource"),
                appId: tenant.opaAppId,
            };
            return act((name, deadlineMs = 20_000) => refuseLocalGroup(places, name, { deadlineMs }));
        });

    async function push(name: string): Promise<void> {
        const { okta } = administratorOf(tenant);
        const { id } = (await okta("POST", "/api/v1/groups", { profile: { name } })) as { id: string };
        const mapping = { sourceGroupId: id, targetGroupName: name, status: "ACTIVE" };
        await okta("POST", `/api/v1/apps/${tenant.opaAppId}/group-push/mappings`, mapping);
        tenant.clock.advance(5000);
        assert.ok(tenant.store.opaGroupNamed(name));
    }

    it("is free when OPA has no such group, which takes one call", async () => {
        await inProcess((look) => look("team-payments"));

        const calls = tenant.requests.map(({ method, path }) => `${method} ${path.split("/").at(-1)}`);
        assert.deepEqual(calls, ["POST service_token", "GET groups"]);
    });

    it("is refused when OPA has a group of its own by that name, whose rights the members would get", async () => {
        await assert.rejects(
            inProcess((look) => look("automation")),
            ({ message }: Error) => {
                assert.match(message, /^OPA has a group "automation" of its own, with the roles .*security_admin/);
                assert.match(message, /Choose another groupName, or declare onExistingPush: "adopt"/);
                return true;
            },
        );
    });

    it("is free once the group that had it has left OPA, as a pushed one does some time after its push was deleted", async () => {
        await inProcess(async (look) => {
            const { opa } = administratorOf(tenant);
            await opa("POST", "/groups", { name: "team-payments", roles: [] });
            const looking = look("team-payments");
            await sleep(5_000);
            assert.ok(tenant.requests.some(({ path }) => path === "/api/v1/groups"));

            await opa("DELETE", "/groups/team-payments");

            await looking;
        });
    });

    it("is a pushed group's own on later runs", async () => {
        await inProcess(async (look) => {
            await push("team-payments");

            await look("team-payments");
        });
    });

    it("is not refused because Okta's search does not know yet what was pushed a moment ago", async () => {
        tenant.settings.searchLagMs = 20_000;

        await inProcess(async (look) => {
            await push("team-payments");

            await assert.rejects(look("team-payments", 0), /OPA has a group "team-payments" of its own, without roles/);
            await look("team-payments");
        });
    });
});
