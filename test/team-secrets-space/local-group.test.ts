import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { connectToOkta } from "../../resources/okta/connection/connect";
import { connectToOpa } from "../../resources/opa/connection/connect";
import { type GroupLookups, refuseTakenGroup } from "../../resources/team-secrets-space/lookups/local-group";
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

    const inProcess = (act: (look: Look, places: GroupLookups) => Promise<void>) =>
        simulation.inProcess(undefined, (process) => {
            const settings = process.configOf("program");
            const config = { get: (key: string) => settings[key] };
            const places = {
                okta: connectToOkta(config),
                opa: connectToOpa(config, "resource"),
                apps: [{ id: tenant.opaAppId, label: "Okta Privileged Access" }],
            };
            return act((name, deadlineMs = 20_000) => refuseTakenGroup(places, name, { deadlineMs }), places);
        });

    /** Leaves the group in the app, and takes away its mapping and its source. */
    async function unlink(name: string): Promise<void> {
        const { okta } = administratorOf(tenant);
        const [mapping] = [...tenant.store.mappings.values()].filter(
            ({ targetGroupId }) => tenant.store.groups.get(targetGroupId)?.name === name,
        );
        assert.ok(mapping);
        const path = `/api/v1/apps/${tenant.opaAppId}/group-push/mappings/${mapping.id}`;
        await okta("PATCH", path, { status: "INACTIVE" });
        await okta("DELETE", `${path}?deleteTargetGroup=false`);
        await okta("DELETE", `/api/v1/groups/${mapping.sourceGroupId}`);
        tenant.clock.advance(60_000);
    }

    async function push(name: string): Promise<void> {
        const { okta } = administratorOf(tenant);
        const { id } = (await okta("POST", "/api/v1/groups", { profile: { name } })) as { id: string };
        const mapping = { sourceGroupId: id, targetGroupName: name, status: "ACTIVE" };
        await okta("POST", `/api/v1/apps/${tenant.opaAppId}/group-push/mappings`, mapping);
        tenant.clock.advance(5000);
        assert.ok(tenant.store.opaGroupNamed(name));
    }

    it("is free when neither OPA nor the app has such a group, which takes two lists that all names share", async () => {
        await inProcess((look) => look("team-payments"));

        const calls = tenant.requests.map(({ method, path }) => `${method} ${path.split("/").at(-1)}`);
        assert.deepEqual(calls.sort(), ["GET groups", "GET groups", "POST service_token"]);
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

    const others = [
        [
            "is refused when OPA has it in another case, which may be the same to OPA",
            "Automation",
            /a group "automation" of its own/,
        ],
        [
            "is refused when it is that of a group in the app that nobody pushes",
            "Left-Behind",
            /App "Okta Privileged Access" \(0oa\w+\) already has a group "left-behind" \(00g\w+\)/,
        ],
    ] as const;
    for (const [title, name, says] of others) {
        it(title, async () => {
            await inProcess(async (look) => {
                await push("left-behind");
                await unlink("left-behind");

                await assert.rejects(look(name), says);
            });
        });
    }

    it("is free of a group that only an inactive app has pushed, if the space has it: Okta has its group", async () => {
        await inProcess(async (_look, places) => {
            await push("team-payments");
            tenant.store.apps.set("0oaother", { ...appOf(tenant), id: "0oaother" });

            await refuseTakenGroup({ ...places, apps: [{ id: "0oaother" }] }, "team-payments", { deadlineMs: 0 });
        });
    });
});

function appOf({ store, opaAppId }: Tenant) {
    const app = store.apps.get(opaAppId);
    assert.ok(app);
    return app;
}
