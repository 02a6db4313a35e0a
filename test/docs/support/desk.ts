import assert from "node:assert/strict";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { checkout } from "../../../cli/demo/checkout";
import { engineEnvironment } from "../../engine/support/engine-environment";
import { library, type StackConfig } from "../../engine/support/project-files";
import { runCommand } from "../../engine/support/run-command";
import { type Scene, startScene } from "../../engine/support/scene";

/** The program that the pages take for granted: it reads the files of teams. */
const program = {
    "index.ts": [
        `import { declaredTeams, TeamSecretsSpace } from ${JSON.stringify(library)};`,
        "async function program() {",
        '    for (const { name, ...team } of await declaredTeams({ files: "teams" })) new TeamSecretsSpace(name, team);',
        "}",
        "export = program;",
        "",
    ].join("\n"),
};

/** One team, as the pages know it. */
export const search = "description: Search and ranking\nmembers: [ana@example.com, ben@example.com]\n";

/** Somebody who reads a page and does what it says, in the folder of a project, beside a tenant. */
export interface Desk extends Scene {
    /** Runs lines of a shell; the first one that fails ends them. */
    sh(lines: string): Promise<{ readonly code: number | null; readonly said: string }>;
    /** Runs lines of a shell, and fails the test unless they end well. */
    must(lines: string): Promise<void>;
    /** Puts a file into the project. */
    write(file: string, text: string): void;
}

/** Longer than all the commands of one block take on a busy machine. */
const blockMs = 600_000;

/** A project with these files, and the installed command. */
export async function startDesk(config: StackConfig, files: Readonly<Record<string, string>> = {}): Promise<Desk> {
    const scene = await startScene({
        program: { ...program, ...files },
        config,
    });
    const { folder, tenant } = scene;
    const dependencies = { "pulumi-okta-opa": "0.1.0" };
    writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "scratch", private: true, dependencies }));
    const bin = join(folder, "node_modules", ".bin");
    mkdirSync(bin);
    const command = join(bin, "pulumi-okta-opa");
    const [tsx, main] = [require.resolve("tsx/cli"), join(checkout, "cli", "main.ts")];
    writeFileSync(command, `#!/bin/sh\nexec ${process.execPath} ${tsx} ${main} "$@"\n`);
    chmodSync(command, 0o755);
    const env = {
        ...engineEnvironment(dirname(folder)),
        ...tenant.environment,
        // A reader answers "yes".
        PULUMI_SKIP_CONFIRMATIONS: "true",
    };
    async function sh(lines: string) {
        const args = ["-euo", "pipefail", "-c", lines];
        const { code, stdout, stderr } = await runCommand("bash", args, { cwd: folder, env, timeoutMs: blockMs });
        return { code, said: `${stdout}${stderr}` };
    }
    return {
        ...scene,
        sh,
        async must(lines) {
            const { code, said } = await sh(lines);
            assert.equal(code, 0, `${lines}\n${said}`);
        },
        write(file, text) {
            mkdirSync(dirname(join(folder, file)), { recursive: true });
            writeFileSync(join(folder, file), text);
        },
    };
}
