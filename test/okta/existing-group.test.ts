import assert from "node:assert/strict";
import { dynamicProvider } from "../../resources/lifecycle/dynamic-provider";
import { connectToOkta } from "../../resources/okta/connection/connect";
import { existingGroup } from "../../resources/okta/existing-group/provider";
import { startTenant, type Tenant } from "../../tenant";
import { assign, makeApp, makeGroup } from "../../tenant/store/make-okta";
import type { OktaGroup } from "../../tenant/store/okta-records";
import { administratorOf } from "../support/administrator";
import { type Life, lifeOf } from "../support/life-of";

describe("a group that Okta has already", () => {
    let tenant: Tenant;
    let life: Life;
    let id: string;

    beforeEach(async () => {
        tenant = await startTenant({ settings: { searchLagMs: 0 } });
        id = made({ name: "WD-Payments" }).id;
        const send = connectToOkta({ get: () => undefined }, tenant.environment);
        life = lifeOf(() => dynamicProvider(existingGroup(() => send)));
    });
    afterEach(() => tenant.close());

    /** A group that Okta's search knows. */
    function made(given: Parameters<typeof makeGroup>[2]): OktaGroup {
        const group = makeGroup(tenant.store, 0, given);
        tenant.seedMany({});
        return group;
    }

    const writes = () => tenant.requests.filter(({ writes: isWrite, by }) => isWrite && by === "automation");
    const rename = (name: string) => administratorOf(tenant).okta("PUT", `/api/v1/groups/${id}`, { profile: { name } });

    for (const how of ["name", "id"] as const) {
        it(`is found by its ${how}, and nothing is ever written`, async () => {
            await life.up({ group: how === "name" ? "WD-Payments" : id });
            await life.refresh();
            await life.destroy();

            assert.deepEqual(writes(), []);
            assert.ok(tenant.store.groups.has(id));
        });
    }

    it("stays the same one when it is renamed, and is not looked for again", async () => {
        await life.up({ group: "WD-Payments" });
        await rename("WD-Cards");
        tenant.clearRequests();

        assert.equal(await life.up({ group: "WD-Payments" }), "same");

        assert.deepEqual(tenant.requests, []);
        assert.deepEqual([life.state?.id, life.state?.outputs["name"]], [id, "WD-Payments"]);
    });

    it("is another one when another is declared", async () => {
        const other = made({ name: "WD-Cards" });
        await life.up({ group: "WD-Payments" });

        assert.equal(await life.up({ group: "WD-Cards" }), "replace");

        assert.equal(life.state?.id, other.id);
    });

    it("stays in state, with a word, where it is gone or hidden", async () => {
        await life.up({ group: "WD-Payments" });
        tenant.store.groups.delete(id);

        assert.equal(await life.refresh(), true);
    });

    const refused = (inputs: object, expected: RegExp) => assert.rejects(life.up({ ...inputs }), expected);

    it("is refused where there is none", () => refused({ group: "WD-Nobody" }, /Okta has no such group, as far as/));

    it("is refused where it is everybody", () => refused({ group: "Everyone" }, /built-in group of everybody/));

    it("is refused where it is an app's, unless the app is a directory", async () => {
        const [intranet, directory] = ["oidc_client", "active_directory"].map((name) =>
            makeApp(tenant.store, 0, { name, label: name }),
        );
        assert.ok(intranet && directory);
        made({ name: "Imported", type: "APP_GROUP", appId: intranet.id });
        const domain = made({ name: "Domain", type: "APP_GROUP", appId: directory.id });

        await refused({ group: "Imported" }, /is a group of app "oidc_client", and Okta pushes only groups of its own/);
        await life.up({ group: "Domain" });

        assert.equal(life.state?.id, domain.id);
    });

    it("is refused where several have the name, with their ids", async () => {
        const directories = ["One", "Two"].map((label) =>
            makeApp(tenant.store, 0, { name: "active_directory", label }),
        );
        const ids = directories.map((app) => made({ name: "Twice", type: "APP_GROUP", appId: app.id }).id);

        await refused({ group: "Twice" }, new RegExp(`several groups: ${ids[0]} .*${ids[1]} .*Write the id`));
        await life.up({ group: ids[1] });

        assert.equal(life.state?.id, ids[1]);
    });

    it("is refused where it assigns the app to its people", async () => {
        assign(tenant.store, 0, tenant.opaAppId, id);

        await refused({ group: "WD-Payments", appId: tenant.opaAppId }, /assigns the Okta Privileged Access app/);
    });

    it("is refused where more people are in it than the stack allows, also later", async () => {
        const people = [...tenant.store.users.keys()].slice(0, 2);
        const okta = administratorOf(tenant);
        for (const person of people) await okta.okta("PUT", `/api/v1/groups/${id}/users/${person}`);
        await life.up({ group: "WD-Payments", maxMembers: 2 });
        await okta.okta("PUT", `/api/v1/groups/${id}/users/${[...tenant.store.users.keys()][2]}`);

        await refused({ group: "WD-Payments", maxMembers: 2 }, /more than 2 people are in it/);
    });

    it("is found by the id that somebody wrote down, whatever it is called", async () => {
        await rename("WD-Cards");

        await life.up({ group: "WD-Payments", knownId: id });

        assert.equal(life.state?.id, id);
    });
});
