import assert from "node:assert/strict";
import { engineTestMs, payments, place, type Scene, startTeams, writesTo } from "./support/scene";

describe("a groupName that a group in Okta has already, on the real engine", function () {
    this.timeout(engineTestMs);
    let scene: Scene;
    afterEach(() => scene.close());

    const search = { name: "search", members: ["chloe@example.com"] };
    const teams = (...declared: readonly object[]) => ({ ...place, "pulumi-okta-opa:teams": declared });

    it("is refused in the preview of the space that is to get it, new or renamed, and stops nothing else", async () => {
        scene = await startTeams([payments]);
        const { tenant, administrator } = scene;
        const { id } = (await administrator.okta("POST", "/api/v1/groups", { profile: { name: "team-search" } })) as {
            id: string;
        };
        const ofNew = `Okta already has a group "team-search" (${id}). Choose another groupName. Or, if nobody else manages`;
        scene.configure(teams(payments, search));
        tenant.clearRequests();

        assert.ok((await scene.fail("up", "--yes")).includes(ofNew));
        assert.deepEqual(writesTo(tenant), []);
        // The other space can be made, changed and refreshed all the same.
        await scene.succeed("up", "--yes", "--target", "**payments**");
        await scene.succeed("up", "--yes", "--refresh", "--run-program", "--target", "**payments**");

        scene.configure(teams({ ...payments, groupName: "team-search" }));
        const ofRenamed = await scene.fail("up", "--yes");
        assert.ok(
            ofRenamed.includes(`Okta already has a group "team-search" (${id}), so the group of this space cannot be`),
            ofRenamed,
        );
        // A free name is no obstacle, nor is anything else that changes about the group.
        scene.configure(teams({ ...payments, groupName: "team-pay", description: "Who pays" }));
        await scene.succeed("up", "--yes");

        scene.configure(teams({ ...payments, groupName: "team-pay", description: "Who pays" }, search));
        assert.ok((await scene.fail("preview")).includes(ofNew));
        await scene.succeed("destroy", "--yes", "--run-program");
        assert.equal(tenant.store.groups.get(id)?.name, "team-search");
        assert.equal(tenant.store.mappings.size, 0);
    });
});
