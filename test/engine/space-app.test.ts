import assert from "node:assert/strict";
import { anotherApp } from "./support/another-app";
import { inventoryOf } from "./support/inventory";
import { engineTestMs, payments, place, type Scene, said, startTeams, writesTo } from "./support/scene";

const mobile = { name: "mobile", members: ["emma@example.com"] };

describe("an org that gets another app of Okta Privileged Access, on the real engine", function () {
    this.timeout(engineTestMs);
    let scene: Scene;
    beforeEach(async () => {
        scene = await startTeams([{ ...payments, onExistingPush: "adopt" }]);
        await scene.up();
        scene.tenant.clock.flush();
        scene.tenant.clearRequests();
    });
    afterEach(() => scene.close());

    const declared = (teams: readonly object[], more: object = {}) => ({
        ...place,
        ...more,
        "pulumi-okta-opa:teams": [{ ...payments, onExistingPush: "adopt" }, ...teams],
    });

    it("moves no push while both are active, and says so, naming both; a new team is to say which one it means", async () => {
        const before = inventoryOf(scene.tenant);
        const other = anotherApp(scene.tenant);

        const told = said(await scene.succeed("preview", "--expect-no-changes"));
        await scene.up("--expect-no-changes");
        scene.configure(declared([mobile]));
        const refused = await scene.fail("up", "--yes", "--skip-preview");

        for (const id of [scene.tenant.opaAppId, other]) {
            assert.ok(told.includes(id), told);
            assert.ok(refused.includes(id), refused);
        }
        assert.match(told, /warning: The org has more than one active Okta Privileged Access app/);
        assert.match(refused, /teams\[1\]\.appId: The org has more than one active .* Declare the appId of one/);
        assert.deepEqual(writesTo(scene.tenant), []);
        assert.deepEqual(inventoryOf(scene.tenant), before);

        scene.configure(declared([mobile], { "pulumi-okta-opa:appId": scene.tenant.opaAppId }));
        const plan = said(await scene.succeed("preview"));
        assert.match(plan, /6 to create\n +7 unchanged/);
    });

    for (const [what, lose] of [
        [
            "inactive",
            ({ store, opaAppId }: Scene["tenant"]) =>
                Object.assign(store.apps.get(opaAppId) ?? {}, { status: "INACTIVE" }),
        ],
        ["deleted", ({ store, opaAppId }: Scene["tenant"]) => store.apps.delete(opaAppId)],
    ] as const) {
        it(`moves no push when the old one is ${what}, and says so, naming both`, async () => {
            const before = inventoryOf(scene.tenant);
            const other = anotherApp(scene.tenant);
            lose(scene.tenant);

            const told = said(await scene.succeed("preview", "--expect-no-changes"));
            await scene.up("--expect-no-changes");

            for (const id of [scene.tenant.opaAppId, other]) assert.ok(told.includes(id), told);
            assert.deepEqual(writesTo(scene.tenant), []);
            assert.deepEqual(inventoryOf(scene.tenant), before);
        });
    }

    it("moves the push to the app that is written down, for the team or for the stack", async () => {
        const other = anotherApp(scene.tenant);

        scene.configure(declared([], { "pulumi-okta-opa:appId": other }));
        const forStack = said(await scene.succeed("preview"));
        scene.configure({ ...place, "pulumi-okta-opa:teams": [{ ...payments, appId: other }] });
        const forTeam = said(await scene.succeed("preview"));

        for (const plan of [forStack, forTeam]) assert.match(plan, /payments-push +replace +\[diff: .*~appId/);
    });
});
