import assert from "node:assert/strict";
import { loseState, putSecret } from "./support/adopting";
import { inventoryOf, only } from "./support/inventory";
import { engineTestMs, place, type Scene, startTeams, writesTo } from "./support/scene";

const payments = {
    name: "payments",
    members: ["ana@example.com", "ben@example.com"],
    folders: ["dev", "prod/eu"],
    access: {
        owners: { members: ["ana@example.com"], privileges: "manage" },
        developers: { members: ["ben@example.com"], privileges: "reveal", folder: "dev" },
    },
};

describe("a stack whose state is lost, on the real engine", function () {
    this.timeout(engineTestMs);
    let scene: Scene;
    afterEach(() => scene.close());

    /** The ids of all that an earlier run has made of the team. */
    function idsOf(team: string) {
        const { store } = scene.tenant;
        const idIn = (rows: Iterable<{ readonly id: string }>, isIt: (row: never) => boolean) => ({
            id: only(rows, isIt as (row: { readonly id: string }) => boolean).id,
        });
        const partsOf = (group: string) => {
            const source = idIn(store.groups.values(), (one: { name: string; type: string }) => {
                return one.name === group && one.type === "OKTA_GROUP";
            });
            return {
                group: source,
                mapping: idIn(
                    store.mappings.values(),
                    (one: { sourceGroupId: string }) => one.sourceGroupId === source.id,
                ),
                policy: idIn(store.policies.values(), (one: { name: string }) => one.name === `${group} secrets`),
            };
        };
        const folderAt = (path: string) => ({
            id: only(store.folders.values(), (one) => store.pathOf(one) === path).id,
        });
        return {
            ...partsOf(`team-${team}`),
            folder: folderAt(`teams/${team}`),
            folders: {
                dev: folderAt(`teams/${team}/dev`),
                prod: folderAt(`teams/${team}/prod`),
                "prod/eu": folderAt(`teams/${team}/prod/eu`),
            },
            access: { owners: partsOf(`team-${team}-owners`), developers: partsOf(`team-${team}-developers`) },
        };
    }

    it("has all of it back by the ids, without a write, as made by itself", async () => {
        scene = await startTeams([payments]);
        await scene.up();
        const existing = idsOf("payments");
        const { store } = scene.tenant;
        const emptied = await putSecret(scene, "teams/payments/dev");
        const atFirst = inventoryOf(scene.tenant);

        await loseState(scene);
        scene.configure({ ...place, "pulumi-okta-opa:teams": [{ ...payments, existing }] });
        scene.tenant.clearRequests();
        await scene.succeed("up", "--yes");
        await scene.succeed("preview", "--expect-no-changes");
        await scene.succeed("refresh", "--yes", "--run-program", "--expect-no-changes");
        // What is there already need not be said any more.
        scene.configure({ ...place, "pulumi-okta-opa:teams": [payments] });
        await scene.succeed("preview", "--expect-no-changes");
        assert.deepEqual(writesTo(scene.tenant), []);
        assert.deepEqual(inventoryOf(scene.tenant), atFirst);

        await emptied();
        await scene.succeed("destroy", "--yes", "--skip-preview");
        assert.deepEqual(
            [...store.folders.values()].map((one) => store.pathOf(one)),
            ["teams"],
        );
        assert.deepEqual(
            [...store.policies.values()].filter(({ name }) => name.startsWith("team-")),
            [],
        );
    });
});
