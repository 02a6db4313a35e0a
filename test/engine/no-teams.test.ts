import assert from "node:assert/strict";
import { inventoryOf } from "./support/inventory";
import { engineTestMs, payments, place, type Scene, startTeams, writesTo } from "./support/scene";

/** A source of teams that has run dry. */
const empty: readonly unknown[] = [[], null, {}, "", [null, null], undefined];

/** By the program, or by Pulumi itself, which knows from Pulumi.yaml that it is a list. */
const refused =
    /teams(\[0\])?: is (empty|missing|not a list of teams)\. Write "- name: payments"|'teams' must be of type 'array<object>'|is missing configuration value 'teams'/;

const flag = "pulumi-okta-opa:noTeams";

describe("a list of teams that is empty, on the real engine", function () {
    this.timeout(engineTestMs);
    let scene: Scene;

    before(async () => {
        scene = await startTeams([payments]);
        await scene.up();
    });
    after(() => scene.close());

    it("is refused, with what to write, and deletes nothing", async () => {
        const atFirst = inventoryOf(scene.tenant);
        scene.tenant.clearRequests();

        for (const teams of empty) {
            scene.configure({ ...place, ...(teams === undefined ? {} : { "pulumi-okta-opa:teams": teams }) });
            const text = await scene.fail("up", "--yes", "--skip-preview");

            assert.match(text, refused);
        }

        assert.deepEqual(writesTo(scene.tenant), []);
        assert.deepEqual(inventoryOf(scene.tenant), atFirst);
    });

    it("is taken when the stack configuration says so, which it may not go on saying", async () => {
        scene.configure({ ...place, "pulumi-okta-opa:teams": [] });
        const [, remedy = ""] = /run `pulumi ([^`]+)`/.exec(await scene.fail("preview")) ?? [];
        assert.equal(remedy, `config set ${flag} true`);

        await scene.succeed(...remedy.split(" "));
        await scene.up();
        const left = inventoryOf(scene.tenant).filter((line) => line.includes("payments"));

        scene.configure({ ...place, "pulumi-okta-opa:teams": [payments], [flag]: true });
        const [, wayBack = ""] = /Run `pulumi ([^`]+)`/.exec(await scene.fail("preview")) ?? [];
        assert.equal(wayBack, `config rm ${flag}`);
        await scene.succeed(...wayBack.split(" "));
        await scene.succeed("preview");

        assert.deepEqual(left, []);
    });
});
