import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { findInstalled, isNewEnough } from "../../tools/engine/installed";

const parts = ["pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs"];

describe("an installed Pulumi", () => {
    let home: string;
    beforeEach(() => {
        home = mkdtempSync(join(tmpdir(), "installed-"));
    });
    afterEach(() => rmSync(home, { recursive: true }));

    /** A folder with executables that print a version. */
    function folder(name: string, printed: string, executables: readonly string[]): string {
        const path = join(home, name);
        mkdirSync(path);
        for (const executable of executables) {
            writeFileSync(join(path, executable), `#!/bin/sh\necho ${printed}\n`);
            chmodSync(join(path, executable), 0o755);
        }
        return path;
    }

    it("is used when it is new enough and has all its parts beside it", () => {
        const path = folder("new", "v3.227.0", ["pulumi", ...parts]);

        assert.deepEqual(findInstalled(path), { pulumi: join(path, "pulumi"), version: "v3.227.0" });
    });

    it("may have its parts elsewhere on PATH", () => {
        const path = [folder("cli", "v3.300.1", ["pulumi"]), folder("parts", "", parts)].join(delimiter);

        assert.ok("pulumi" in findInstalled(path));
    });

    for (const [what, printed, executables, reason] of [
        ["old", "v3.226.9", ["pulumi", ...parts], /is v3\.226\.9, older than 3\.227$/],
        ["without a part", "v3.259.0", ["pulumi", parts[0] ?? ""], /comes without pulumi-resource-pulumi-nodejs$/],
        ["that tells no version", "nothing", ["pulumi", ...parts], /does not tell its version$/],
        ["that is not there", "", [], /^no pulumi on PATH$/],
    ] as const) {
        it(`${what} is not used, and the reason is told`, () => {
            const found = findInstalled(folder("some", printed, executables));

            assert.match("reason" in found ? found.reason : "", reason);
        });
    }

    it("is compared by numbers, not by letters", () => {
        assert.deepEqual(["v3.99.0", "v3.227.0", "v3.1000.0", "v4.0.0", "v2.999.0"].map(isNewEnough), [
            false,
            true,
            true,
            true,
            false,
        ]);
    });
});
