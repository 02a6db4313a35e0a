import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sinon from "sinon";
import { checkout } from "../../cli/demo/checkout";
import { findReal } from "../../tools/engine/okta-plugin";
import { oktaPluginVersion } from "../../tools/engine/places";
import { pluginVersion } from "../../tools/engine/plugin-version";

const executable = "pulumi-resource-okta";
const standIn = join(checkout, "tools", "engine", "okta-stand-in", executable);

describe("the Okta plugin that npm run engine takes", function () {
    // A plugin of Node's needs seconds on a busy machine until it listens.
    this.timeout(60_000);
    let home: string;
    let said: string[];

    beforeEach(() => {
        home = mkdtempSync(join(tmpdir(), "okta-plugin-"));
        said = [];
        const write = process.stderr.write.bind(process.stderr);
        sinon.stub(process.stderr, "write").callsFake(((text: string, ...rest: []) => {
            if (text.startsWith("engine: ")) said.push(text);
            return text.startsWith("engine: ") || write(text, ...rest);
        }) as typeof process.stderr.write);
    });
    afterEach(() => {
        sinon.restore();
        rmSync(home, { recursive: true });
    });

    /** Puts a plugin among Pulumi's downloads. */
    function downloaded(version: string): string {
        const folder = join(home, "plugins", `resource-okta-v${version}`);
        mkdirSync(folder, { recursive: true });
        writeFileSync(join(folder, executable), "");
        return join(folder, executable);
    }

    /** Puts a plugin on a PATH of its own. */
    function onPath(script: string): string {
        const folder = join(home, "bin");
        mkdirSync(folder);
        writeFileSync(join(folder, executable), script);
        chmodSync(join(folder, executable), 0o755);
        return folder;
    }

    it("is the newest download of the same major version", async () => {
        const [, newest] = ["7.2.0", "7.10.1", "8.0.0", "6.99.0"].map(downloaded);
        mkdirSync(join(home, "plugins", "resource-okta-v7.99.0.partial"));

        assert.deepEqual(await findReal("7.0.0", [home], ""), { file: newest, version: "7.10.1" });
        assert.equal(await findReal("9.0.0", [home], ""), undefined);
    });

    it("is one on PATH that gives the same major version when it is asked as the engine asks", async () => {
        const path = onPath(`#!/bin/sh\nexec ${JSON.stringify(standIn)} "$@"\n`);
        const version = oktaPluginVersion();

        assert.deepEqual(await findReal(version, [home], path), { file: join(path, executable), version });
        assert.deepEqual(said, []);
    });

    it("is none on PATH that gives another major version, and says so", async () => {
        const path = onPath(`#!/bin/sh\nexec ${JSON.stringify(standIn)} "$@"\n`);

        assert.equal(await findReal("8.1.0", [home], path), undefined);
        assert.deepEqual(said, [
            `engine: not using ${join(path, executable)}: it is ${oktaPluginVersion()}, and @pulumi/okta is 8.1.0\n`,
        ]);
    });

    for (const [what, script] of [
        ["ends at once", "#!/bin/sh\nexit 1\n"],
        ["says no port", "#!/bin/sh\necho hello\nsleep 30\n"],
        ["is no plugin at its port", "#!/bin/sh\necho 1\nsleep 30\n"],
    ] as const) {
        it(`is none on PATH that ${what}`, async () => {
            const path = onPath(script);

            assert.equal(await pluginVersion(join(path, executable)), undefined);
            assert.equal(await findReal("7.0.0", [home], path), undefined);
            assert.match(said.join(), /it does not tell its version, and @pulumi\/okta is 7\.0\.0/);
        });
    }
});
