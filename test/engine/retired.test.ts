import assert from "node:assert/strict";
import { byHandOn } from "../opa/support/by-hand";
import { engineTestMs, payments, place, type Scene, startTeams, writesTo } from "./support/scene";

const retired = { reason: "moved to risk", until: "2093-12-31" };
/** Without a team the program refuses to run. */
const mobile = { name: "mobile", members: ["chloe@example.com"] };

describe("a team that is retired, on the real engine", function () {
    this.timeout(engineTestMs);
    let scene: Scene;
    before(async () => {
        scene = await startTeams([payments, mobile]);
        await scene.up();
        await byHandOn(scene.tenant).secret("teams/payments/key");
    });
    after(() => scene.close());

    const declare = (...teams: readonly object[]) => scene.configure({ ...place, "pulumi-okta-opa:teams": teams });
    const answer = () => {
        const asked = { person: "ana@example.com", path: "teams/payments/key", privilege: "secret_reveal" } as const;
        return scene.tenant.verdict(asked).answer;
    };
    const groups = () => [...scene.tenant.store.groups.values()].filter(({ name }) => name === "team-payments").length;

    it("loses its access by one write to its policy and one to its folder, and is quiet then", async () => {
        assert.equal(answer(), "allowed");
        const before = groups();
        declare({ ...payments, retired }, mobile);
        scene.tenant.clearRequests();

        await scene.up();

        assert.equal(answer(), "refused");
        assert.equal(groups(), before);
        assert.deepEqual(
            writesTo(scene.tenant)
                .map((write) => write.replace(/[0-9a-f-]{36}/g, "…"))
                .sort(),
            [
                "PUT /v1/teams/example/resource_groups/…/projects/…/secret_folders/…",
                "PUT /v1/teams/example/security_policy/…",
            ],
        );
        await scene.succeed("preview", "--refresh", "--run-program", "--expect-no-changes");
    });

    it("has its access again when it is no longer retired, without a push", async () => {
        declare(payments, mobile);

        await scene.up();

        assert.equal(answer(), "allowed");
    });

    it("is kept by its secrets when it is removed, which the run says, and goes once they are gone", async () => {
        declare({ ...payments, retired }, mobile);
        await scene.up();
        declare(mobile);

        const told = await scene.fail("up", "--yes", "--skip-preview");

        assert.match(told, /"teams\/payments" .* was not deleted, because it contains 1 secret/);
        assert.match(told, /retired: \{ reason: "…" \} it keeps everything and gives nobody access/);
        assert.equal(answer(), "refused");

        await byHandOn(scene.tenant).remove("teams/payments/key");
        await scene.up();
        assert.equal(groups(), 0);
        const { store } = scene.tenant;
        const paths = [...store.folders.values()].map((folder) => store.pathOf(folder));
        assert.ok(!paths.includes("teams/payments"), paths.join());
    });
});
