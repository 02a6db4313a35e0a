import { sep } from "node:path";

/** How the program of a stack is started: by Pulumi's language host, through this file of the SDK. */
const starter = ["@pulumi", "pulumi", "cmd", "run", "index.js"].join(sep);

/**
 * Lets the program of a stack end after its engine was killed. Nobody reads its output any more, so each write to it fails. The SDK reports
 * such a failure by writing to the same output, and so without end: the process would stay for ever, and use a whole core
 * (docs/contracts/pulumi-engine.md 3.1). Every other process, also one that runs a stack by the Automation API, is left as it is.
 */
export function endWithTheEngine(): void {
    if (!require.main?.filename.endsWith(starter)) return;
    for (const output of [process.stdout, process.stderr]) output.on("error", unlessNobodyReads);
}

function unlessNobodyReads(failure: NodeJS.ErrnoException): void {
    if (failure.code !== "EPIPE") throw failure;
}
