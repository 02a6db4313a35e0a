import assert from "node:assert/strict";
import { type SeedCounts, startTenant, type Tenant } from "../../tenant";
import { stateOf } from "../../tenant/control/state";
import { Scene, sceneForEach } from "./support/scene";

async function two<Result>(look: (tenant: Tenant) => Promise<Result> | Result): Promise<[Result, Result]> {
    const results: Result[] = [];
    for (const speed of [1, 50]) {
        const tenant = await startTenant({ speed });
        results.push(await look(tenant));
        await tenant.close();
    }
    return results as [Result, Result];
}

describe("two tenants", () => {
    it("have the same organisation in them, down to ids and times, and the same credentials", async () => {
        const [one, other] = await two(({ store, credentials, opaAppId }) => ({
            state: structuredClone(stateOf(store)),
            credentials,
            opaAppId,
        }));

        assert.deepEqual(one, other);
    });

    it("give what is made in them the same ids, whatever is read in between", async () => {
        const [one, other] = await two(async (tenant) => {
            const scene = new Scene(tenant);
            if (tenant.clock.speed > 1) await scene.me.okta("GET", "/api/v1/users");
            const { id, targetGroupId } = await scene.mapping("payments", "ana@example.com");
            tenant.clock.flush();
            return [id, targetGroupId, tenant.store.opaGroupNamed("payments")?.id, await scene.folder("payments")];
        });

        assert.deepEqual(one, other);
    });

    it("are seeded with many in the same way", async () => {
        const counts: Required<SeedCounts> = { users: 50, groups: 20, mappings: 15, folders: 23, policies: 30 };

        const [one, other] = await two((tenant) => {
            tenant.seedMany(counts);
            return structuredClone(stateOf(tenant.store));
        });

        assert.deepEqual(one, other);
    });
});

describe("a tenant seeded with many", () => {
    const at = sceneForEach();

    it("has as many of each as it was told, folders five deep, and every push arrived", async () => {
        const { tenant } = at.scene;
        const sizes = () => {
            const { users, groups, mappings, folders, policies } = tenant.store;
            return [users, groups, mappings, folders, policies].map(({ size }) => size);
        };
        const before = sizes();

        tenant.seedMany({ users: 50, groups: 20, mappings: 15, folders: 25, policies: 30 });

        const added = sizes().map((size, index) => size - (before[index] ?? 0));
        const depths = [...tenant.store.folders.values()].map(
            (folder) => tenant.store.pathOf(folder).split("/").length,
        );
        // Each mapping has a group of the app as its target.
        assert.deepEqual(added, [50, 35, 15, 25, 30]);
        assert.equal(Math.max(...depths), 5);
        assert.deepEqual(
            [...new Set([...tenant.store.mappings.values()].map(({ lastPushMs }) => typeof lastPushMs))],
            ["number"],
        );
        assert.equal(tenant.store.opaGroupNamed("team-0015")?.members.size, 10);
    });

    it("is found in a search at once", async () => {
        at.scene.tenant.seedMany({ users: 5, groups: 3, mappings: 3, folders: 5, policies: 3 });
        const search = new URLSearchParams({ search: 'profile.name eq "team-0003"' });

        const { text } = await at.scene.me.okta("GET", `/api/v1/groups?${search}`);

        assert.equal(JSON.parse(text).length, 2);
    });

    it("cannot be one whose store was emptied", () => {
        at.scene.tenant.store.clear();

        assert.throws(() => at.scene.tenant.seedMany({ users: 1 }), /Only a seeded store can be filled: seedMany\./);
    });
});

describe("the log of the tenant's calls", () => {
    const at = sceneForEach();

    it("is in the order of arrival, whatever the order of the answers", async () => {
        const { tenant, me } = at.scene;
        tenant.fail({ path: /first$/, delayMs: 1000 });
        const first = me.okta("GET", "/api/v1/groups/first");
        while (tenant.requests.length < 1) await new Promise(setImmediate);
        const ended: string[] = [];
        const stop = tenant.follow(({ path }) => ended.push(path.split("/").at(-1) ?? ""));

        await me.okta("GET", "/api/v1/groups/second");
        tenant.clock.advance(1000);
        await first;
        stop();
        await me.okta("GET", "/api/v1/groups/third");

        assert.deepEqual(
            tenant.requests.map(({ path, status }) => [path.split("/").at(-1), status]),
            [
                ["first", 404],
                ["second", 404],
                ["third", 404],
            ],
        );
        assert.deepEqual(ended, ["second", "first"]);
        const times = tenant.requests.map(({ atMs }) => atMs);
        assert.deepEqual(times, [...times].sort());
    });
});
