import assert from "node:assert/strict";
import { inventoryOf } from "./support/inventory";
import { library } from "./support/project-files";
import { engineTestMs, exitCodes, place, type Scene, said, startScene, startTeams, writesTo } from "./support/scene";

const team = (name: string, ...people: string[]) => ({
    name,
    members: people.map((one) => `${one}@example.com`),
});

const [cards, payments, search] = [team("cards", "ana"), team("payments", "ben", "chloe"), team("search", "dario")];

/** A day that has not come yet. */
const later = "2999-12-31";

describe("a change that is larger than one change may be, or frozen, on the real engine", function () {
    this.timeout(3 * engineTestMs);
    let scene: Scene;
    before(async () => {
        scene = await startTeams([cards, payments, search]);
        await scene.up();
    });
    after(() => scene.close());

    const configured = (teams: readonly unknown[], more: Record<string, unknown> = {}) =>
        scene.configure({ ...place, "pulumi-okta-opa:teams": teams, ...more });

    /** Runs a command that must be refused; gives what it said. Nothing may have been written. */
    async function refused(...args: string[]): Promise<string> {
        scene.tenant.clearRequests();
        const before = inventoryOf(scene.tenant);
        const result = await scene.pulumi(...args);
        assert.equal(result.code, exitCodes.failed, said(result));
        assert.deepEqual([writesTo(scene.tenant), inventoryOf(scene.tenant)], [[], before], args.join(" "));
        return said(result);
    }

    it("is refused with no write however it is started, and lifted for itself alone", async () => {
        const urn = "urn:pulumi:dev::*::okta-opa:index:TeamSecretsSpace::cards";
        configured([search]);
        const texts = [
            await refused("preview"),
            await refused("up", "--yes", "--skip-preview"),
            await refused("up", "--yes", "--skip-preview", "--target", urn),
            await refused("destroy", "--yes", "--run-program"),
        ];
        for (const text of texts) {
            assert.match(
                text,
                /budget\.teams-removed: 2 teams are removed, of 3; one change may do 1: "cards", "payments"\./,
            );
        }

        const [, rule, change, until] = /rule: (\S+), change: "(\S+)", until: "(\S+)"/.exec(texts[0] ?? "") ?? [];
        const overrides = { "pulumi-okta-opa:overrides": [{ rule, change, until, why: "they moved" }] };
        configured([payments], overrides);
        assert.match(await refused("preview"), /The override that is declared is for another change\./);

        configured([search], overrides);
        await scene.succeed("preview");
        await scene.up();
        assert.deepEqual(
            inventoryOf(scene.tenant).filter((line) => /cards|payments/.test(line)),
            [],
        );
        // What it was allowed to do stays in state until the next change, and is no change.
        await scene.succeed("preview", "--expect-no-changes");
        await scene.succeed("refresh", "--yes");
        await scene.succeed("preview", "--refresh", "--run-program", "--expect-no-changes");
    });

    it("waits for the end of a freeze: the preview says so, the run is refused", async () => {
        const freeze = { what: "gains", by: "ben@acme.com", until: later, why: "audit" };
        configured([{ ...search, members: [...search.members, "emma@example.com"] }], {
            "pulumi-okta-opa:freeze": freeze,
        });
        const frozen = /Frozen: gains until 2999-12-31 at its end \(UTC\), by "ben@acme\.com": "audit"\./;

        assert.match(said(await scene.succeed("preview")), frozen);
        assert.match(await refused("up", "--yes"), frozen);
        assert.match(await refused("up", "--yes", "--skip-preview"), frozen);

        configured([{ ...search, members: [...search.members, "emma@example.com"] }], {
            "pulumi-okta-opa:freeze": { ...freeze, until: "2020-01-01" },
        });
        await scene.up();
    });
});

const protectedSpaces = `
import { declaredTeams, TeamSecretsSpace } from ${JSON.stringify(library)};
export = async () => {
    for (const { name, ...space } of await declaredTeams()) new TeamSecretsSpace(name, space, { protect: true });
};
`;

describe("spaces that are protected, on the real engine", function () {
    this.timeout(3 * engineTestMs);
    let scene: Scene;
    afterEach(() => scene.close());

    /** Destroys without a program, which must be refused; gives what it said. Nothing may have been written. */
    async function notDestroyed(...args: string[]): Promise<string> {
        scene.tenant.clearRequests();
        const before = inventoryOf(scene.tenant);
        const text = await scene.fail("destroy", "--yes", ...args);
        assert.deepEqual([writesTo(scene.tenant), inventoryOf(scene.tenant)], [[], before], text);
        return text;
    }

    it("outlive a destroy that runs no program, with no write", async () => {
        const config = { ...place, "scratch:teams": [cards] };
        scene = await startScene({ program: { "index.ts": protectedSpaces }, config });
        await scene.up();

        assert.match(await notDestroyed("--skip-preview"), /protect/);
    });

    it("outlive one, with a preview or without, after `pulumi state protect --all`, until the next up", async () => {
        scene = await startTeams([cards]);
        await scene.up();
        await scene.succeed("state", "protect", "--all", "--yes");

        assert.match(await notDestroyed(), /protect/);
        assert.match(await notDestroyed("--skip-preview"), /protect/);

        await scene.up();
        await scene.succeed("destroy", "--yes", "--skip-preview");
        assert.deepEqual(
            inventoryOf(scene.tenant).filter((line) => line.includes("cards")),
            [],
        );
    });
});
