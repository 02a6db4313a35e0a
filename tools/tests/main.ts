import { spawnSync } from "node:child_process";
import { availableParallelism } from "node:os";
import { checkout, filesUnder } from "./files";
import { longer, type Run, runOf } from "./runs";

/** The runs for each name on the command line. The slowest files start first, so that none of them runs alone at the end. */
const asked: Readonly<Record<string, readonly Run[]>> = {
    usual: ["slow", "fast"],
    fast: ["fast"],
    long: ["long"],
};

/** One job more than cores, where tests wait for programs that they start and leave their core to another test meanwhile. */
const jobsOf = (name: string): number => Math.max(2, availableParallelism() + (name === "fast" ? 0 : 1));

function runTests(name = "usual"): number {
    const runs = asked[name];
    if (!runs) {
        process.stderr.write(`There is no run "${name}". Write one of ${Object.keys(asked).join(", ")}.\n`);
        return 2;
    }
    const isLong = runs.includes("long");
    const files = [
        ...(isLong ? longer.files : []),
        ...runs.flatMap((run) => filesUnder("test", ".test.ts").filter((file) => runOf(file) === run)),
    ];
    const env = { ...(isLong ? longer.environment : {}), ...process.env };
    const mocha = [require.resolve("mocha/bin/mocha.js"), "--parallel", "--jobs", String(jobsOf(name)), ...files];
    return spawnSync(process.execPath, mocha, { cwd: checkout, env, stdio: "inherit" }).status ?? 1;
}

process.exitCode = runTests(process.argv[2]);
