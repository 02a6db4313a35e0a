import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { engineEnvironment } from "./support/engine-environment";
import { library } from "./support/project-files";
import { engineTestMs } from "./support/scene";
import { startWorkspace, type Workspace } from "./support/workspace";

/** Says something after its engine is gone, and what it said before about a resource that did not get a URN any more. */
const program = (imported: string) => ({
    "Pulumi.yaml": JSON.stringify({
        name: "scratch",
        runtime: { name: "nodejs", options: { typescript: false } },
        main: "index.js",
    }),
    "index.js": `
const { existsSync, writeFileSync } = require("node:fs");
const { log } = require("@pulumi/pulumi");
${imported}
writeFileSync("program.pid", String(process.pid));
const waiting = setInterval(() => {
    if (!existsSync("engine-is-gone")) return;
    clearInterval(waiting);
    log.warn("About a resource.", { urn: { promise: () => Promise.reject(new Error("no URN")) } });
    for (const ms of [500, 1000]) setTimeout(() => console.error("To nobody."), ms);
}, 100);
`,
});

describe("a program whose engine was killed", function () {
    this.timeout(engineTestMs);
    let workspace: Workspace | undefined;
    let pid: number;

    afterEach(() => {
        if (workspace && isRunning(pid)) process.kill(pid, "SIGKILL");
        workspace?.close();
        workspace = undefined;
    });

    /** Resolves once nobody reads what the program says, and it has said something. */
    async function orphan(imported: string): Promise<void> {
        workspace = await startWorkspace({ program: program(imported) });
        const { folder } = workspace;
        const env = engineEnvironment(dirname(folder));
        const engine = spawn("pulumi", ["preview", "--non-interactive"], { cwd: folder, env, stdio: "ignore" });
        const ended = once(engine, "close");
        const file = join(folder, "program.pid");
        while (!existsSync(file) || readFileSync(file, "utf8") === "") await sleep(100);
        pid = Number(readFileSync(file, "utf8"));
        engine.kill("SIGKILL");
        await ended;
        writeFileSync(join(folder, "engine-is-gone"), "");
        await sleep(5000);
    }

    it("ends by itself, with the package", async () => {
        await orphan(`require(${JSON.stringify(library)});`);

        for (let tries = 0; tries < 300 && isRunning(pid); tries += 1) await sleep(100);
        assert.equal(isRunning(pid), false);
    });

    it("is the only process whose output the package listens to", () => {
        const listening = () => [process.stdout, process.stderr].map((output) => output.listenerCount("error"));
        const before = listening();
        require(library);

        assert.deepEqual(listening(), before);
    });

    it("runs on for ever without it", async () => {
        await orphan("");

        assert.equal(isRunning(pid), true);
    });
});

function isRunning(pid: number): boolean {
    try {
        return process.kill(pid, 0);
    } catch {
        return false;
    }
}
