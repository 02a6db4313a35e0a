import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { makeGroupRule } from "../../tenant/store/make-okta";
import { ByHand } from "../adopt/support/by-hand";
import { styles } from "../adopt/support/kinds";
import { adopt, loseState, programOfFiles } from "./support/adopting";
import { inventoryOf } from "./support/inventory";
import { engineTestMs, place, type Scene, startScene, writesTo } from "./support/scene";

const program = { "index.ts": programOfFiles };

const approvals = { "on-call-secrets": { id: "65f0c0ffee1234567890abcd", name: "On-call secrets", lasts: "8h" } };

describe("what exists, adopted and then taken over on the real engine", function () {
    // More commands than in other tests, one of them with a compiler to start.
    this.timeout(2 * engineTestMs);
    let scene: Scene;
    afterEach(() => scene.close());

    const configured = {
        ...place,
        "pulumi-okta-opa:existing": "existing.yaml",
        "pulumi-okta-opa:approvals": approvals,
    };

    async function assertTakenOver(atFirst: readonly string[]): Promise<void> {
        scene.tenant.clearRequests();
        await scene.succeed("up", "--yes");
        await scene.succeed("preview", "--expect-no-changes");
        assert.deepEqual(writesTo(scene.tenant), []);
        assert.deepEqual(inventoryOf(scene.tenant), atFirst);
    }

    it("is written nothing: teams as the console, Workflows and Terraform leave them, with what people have in them", async () => {
        scene = await startScene({ program, config: configured });
        const hand = new ByHand(scene.tenant);
        for (const [index, style] of Object.values(styles).entries()) {
            const { folder } = style(hand, `squad-${index}`, ["ana@example.com", "ben@example.com"]);
            hand.folder("of the team", { in: folder });
        }
        // Okta's search has to know them too.
        scene.tenant.seedMany({});
        const atFirst = inventoryOf(scene.tenant);

        await adopt(scene);

        await assertTakenOver(atFirst);
        await scene.succeed("refresh", "--yes", "--run-program", "--expect-no-changes");
        assert.deepEqual(writesTo(scene.tenant), []);
    });

    it("is a lost state's own: the files stay, the ids come back, and nothing is written", async () => {
        const team = [
            "description: Card payments",
            "group: WD-Payments",
            "privileges: write-only",
            "folders: [dev, prod]",
            "access:",
            "  owners: { members: [emma@example.com], privileges: manage }",
            "  oncall: { group: WD-Payments, folder: prod, privileges: reveal, conditions: { approval: on-call-secrets } }",
            "",
        ].join("\n");
        const other = "members: [ana@example.com, ben@example.com]\n";
        const { "pulumi-okta-opa:existing": _, ...config } = configured;
        scene = await startScene({
            program: {
                ...program,
                "platform.yaml": "areas: { money: { privileges: manage, groups: [WD-Payments] } }\n",
                "teams/money/payments.yaml": team,
                "teams/risk/scoring.yaml": other,
            },
            config,
        });
        const { id } = new ByHand(scene.tenant).group("WD-Payments", ["ana@example.com"]);
        makeGroupRule(scene.tenant.store, 0, { name: "HR", expression: "true", groupIds: [id] });
        scene.tenant.seedMany({});
        await scene.up();
        const atFirst = inventoryOf(scene.tenant);
        await loseState(scene);

        await adopt(scene);

        assert.equal(readFileSync(join(scene.folder, "teams/money/payments.yaml"), "utf8"), team);
        assert.equal(existsSync(join(scene.folder, "teams/teams")), false);
        scene.configure(configured);
        await assertTakenOver(atFirst);
    });
});
