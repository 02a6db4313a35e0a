import assert from "node:assert/strict";
import { arrivalOf, engineTestMs, payments, said, startTeams } from "./support/scene";

describe("a run that is interrupted, on the real engine", function () {
    this.timeout(engineTestMs);

    it("stops waiting for a push that does not come, keeps what is made, and is finished by the next", async () => {
        const scene = await startTeams([payments]);
        const { tenant } = scene;
        tenant.failPush({ outcome: "never" });

        const interrupt = arrivalOf(tenant, "POST", /group-push\/mappings$/);
        const interrupted = await scene.interruptedDuring(interrupt, "up", "--yes", "--skip-preview");
        const [made] = tenant.store.mappings.keys();
        const [mapping] = tenant.store.mappings.values();
        // Somebody switches it off, so that activating it pushes again.
        if (mapping) tenant.store.mappings.set(mapping.id, { ...mapping, status: "INACTIVE" });
        await scene.up("--refresh", "--run-program");
        await scene.succeed("preview", "--refresh", "--run-program", "--expect-no-changes");
        await scene.close();

        assert.ok(typeof interrupted.code === "number" && interrupted.code !== 0, said(interrupted));
        assert.deepEqual([...tenant.store.mappings.keys()], [made]);
        assert.equal([...tenant.store.mappings.values()][0]?.status, "ACTIVE");
    });
});
