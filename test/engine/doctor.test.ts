import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { checkout } from "../../cli/demo/checkout";
import type { Examination } from "../../resources/doctor/finding";
import { engineEnvironment } from "./support/engine-environment";
import { runCommand } from "./support/run-command";
import { engineTestMs, payments, type Scene, startTeams, writesTo } from "./support/scene";

describe("pulumi-okta-opa doctor --stack, on the real engine", function () {
    this.timeout(engineTestMs);
    let scene: Scene;

    before(async () => {
        scene = await startTeams([payments], { OKTAPAM_SECRET: undefined });
    });
    after(() => scene.close());

    async function doctor() {
        const { OKTAPAM_SECRET: _, ...environment } = scene.tenant.environment;
        const args = [
            require.resolve("tsx/cli"),
            join(checkout, "cli", "main.ts"),
            "doctor",
            "--stack",
            "dev",
            "--json",
        ];
        const env = { ...engineEnvironment(dirname(scene.folder)), ...environment };
        const { stdout, stderr } = await runCommand(process.execPath, args, {
            cwd: scene.folder,
            env,
            timeoutMs: 120_000,
        });
        const { findings } = JSON.parse(stdout) as Examination;
        const marks = (code: string) => findings.filter((one) => one.code === code).map(({ mark }) => mark);
        return { marks, said: stdout + stderr };
    }

    it("goes by the stack's configuration, its secrets too, and shows none", async () => {
        const without = await doctor();
        await scene.succeed("config", "set", "--secret", "opa:secret", scene.tenant.credentials.opaKeySecret);
        const { marks, said } = await doctor();

        assert.deepEqual(without.marks("opa-settings"), ["failed"]);
        for (const code of [
            "pulumi",
            "opa-settings",
            "place",
            "opa-sign-in",
            "opa-parent-folder",
            "opa-folder-rights",
        ]) {
            assert.deepEqual(marks(code), ["ok"], `${code}: ${said}`);
        }
        assert.ok(!said.includes(scene.tenant.credentials.opaKeySecret));
        assert.deepEqual(writesTo(scene.tenant), []);
    });
});
