import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { checkout } from "../../cli/demo/checkout";
import { makeGroupRule } from "../../tenant/store/make-okta";
import { ByHand } from "../adopt/support/by-hand";
import { styles } from "../adopt/support/kinds";
import { inventoryOf } from "./support/inventory";
import { library } from "./support/project-files";
import { runCommand } from "./support/run-command";
import { engineTestMs, place, type Scene, said, startScene, writesTo } from "./support/scene";

const program = {
    "index.ts": [
        `import { declaredTeams, TeamSecretsSpace } from ${JSON.stringify(library)};`,
        "",
        "async function run() {",
        '    for (const { name, ...space } of await declaredTeams({ files: "teams" })) new TeamSecretsSpace(name, space);',
        "}",
        "void run();",
        "",
    ].join("\n"),
};

const approvals = { "on-call-secrets": { id: "65f0c0ffee1234567890abcd", name: "On-call secrets", lasts: "8h" } };

describe("what exists, adopted and then taken over on the real engine", function () {
    // More commands than in other tests, one of them with a compiler to start.
    this.timeout(2 * engineTestMs);
    let scene: Scene;
    afterEach(() => scene.close());

    const adopt = (...args: string[]) => {
        const tsx = [join(checkout, "node_modules/tsx/dist/cli.mjs"), "--tsconfig", join(checkout, "tsconfig.json")];
        const command = [...tsx, join(checkout, "cli/main.ts"), "adopt", "--stack", "dev", "--write", "teams", ...args];
        const env = { ...process.env, ...scene.tenant.environment };
        return runCommand(process.execPath, command, { cwd: scene.folder, env, timeoutMs: 120_000 });
    };

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

        const adopted = await adopt();
        assert.equal(adopted.code, 0, said(adopted));

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
        await scene.succeed("stack", "rm", "--yes", "--force", "--preserve-config");
        await scene.succeed("stack", "init", "dev");

        const adopted = await adopt();

        assert.equal(adopted.code, 0, said(adopted));
        assert.equal(readFileSync(join(scene.folder, "teams/money/payments.yaml"), "utf8"), team);
        assert.equal(existsSync(join(scene.folder, "teams/teams")), false);
        scene.configure(configured);
        await assertTakenOver(atFirst);
    });
});
