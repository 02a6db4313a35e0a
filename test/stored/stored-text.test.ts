import { strict as assert } from "node:assert";
import { runtime } from "@pulumi/pulumi";
import { goldenTexts, pinned } from "./support/golden-texts";
import { storedTexts } from "./support/stored-text";

describe("the text stored with a resource", () => {
    it("is what it has always been, under the type it has always had", async () => {
        const stored = Object.entries(await storedTexts()).map(([type, text]) => [type, pinned(text)] as const);

        assert.deepEqual(Object.fromEntries(stored), goldenTexts);
    });

    it("is one line that loads the package by its name alone, in 200 bytes at most", async () => {
        const line =
            'exports.handler=()=>process.getBuiltinModule("module").createRequire(process.cwd()+"/")' +
            '("pulumi-okta-opa/provider").provider("{kind}")';

        for (const [type, stored] of Object.entries(await storedTexts())) {
            assert.equal(stored, line.replace("{kind}", type.replace("pulumi-nodejs:dynamic/", "")));
            assert.ok(Buffer.byteLength(stored) <= 200, `${Buffer.byteLength(stored)} bytes`);
        }
    });

    it("holds neither credentials nor configuration, whatever the program has", async () => {
        const secrets = { "okta:apiToken": "token-of-the-test", "opa:secret": "secret-of-the-test" };
        runtime.setAllConfig(secrets, Object.keys(secrets));

        const stored = JSON.stringify(await storedTexts().finally(() => runtime.setAllConfig({})));

        for (const value of [...Object.values(secrets), ...Object.keys(secrets), process.cwd()]) {
            assert.ok(!stored.includes(value), value);
        }
    });
});
