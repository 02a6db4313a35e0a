import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { checkout } from "../../cli/demo/checkout";

describe("npm run tenant", function () {
    // npm and the compiler start slowly on a busy machine.
    this.timeout(180_000);

    for (const signal of ["SIGTERM", "SIGINT"] as const) {
        it(`ends the tenant, not only npm, on ${signal}`, async () => {
            const npm = spawn("npm", ["run", "-s", "tenant", "--", "--quiet"], { cwd: checkout, stdio: "pipe" });
            const [line] = (await once(createInterface(npm.stdout), "line")) as [string];
            const { page } = JSON.parse(line) as { page: string };
            const isThere = () =>
                fetch(page).then(
                    () => true,
                    () => false,
                );
            assert.ok(await isThere());

            // The output ends with the last process that could write to it.
            const ended = once(npm.stdout, "close");
            npm.kill(signal);
            await ended;

            assert.equal(await isThere(), false);
        });
    }
});
