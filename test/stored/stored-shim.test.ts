import { strict as assert } from "node:assert";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runtime } from "@pulumi/pulumi";
import { storedTexts } from "./support/stored-text";

/** Pinned: state of every user holds these texts. A change needs a way on for stacks that have the old one. */
const golden: Readonly<Record<string, { bytes: number; sha256: string }>> = {
    "pulumi-nodejs:dynamic/okta:GroupPushMapping": {
        bytes: 2625,
        sha256: "cfbfc024c811f58efc024573fb78b0df597a3b1df401901e38a8c3606e2af1c7",
    },
    "pulumi-nodejs:dynamic/opa:SecretFolder": {
        bytes: 2620,
        sha256: "9c865e57f0eacafafdefc7993c99f411ef67f4877de86ea1d1e99c159cc037c8",
    },
    "pulumi-nodejs:dynamic/opa:SecurityPolicy": {
        bytes: 2622,
        sha256: "dd0121c9dd309a817766edd3c64319ca755d8f9daa1c332a3faf49ecb26e1f6e",
    },
};

describe("the text stored with a resource", () => {
    it("is what it has always been, under the type it has always had", async () => {
        const stored = Object.entries(await storedTexts()).map(([type, text]) => {
            const sha256 = createHash("sha256").update(text).digest("hex");
            return [type, { bytes: Buffer.byteLength(text), sha256 }] as const;
        });

        assert.deepEqual(Object.fromEntries(stored), golden);
    });

    it("reads the same for each kind, and loads the package by its name alone", async () => {
        const text = readFileSync(join(__dirname, "golden-text.txt"), "utf8");

        for (const [type, stored] of Object.entries(await storedTexts())) {
            assert.equal(stored, text.replace("{kind}", type.replace("pulumi-nodejs:dynamic/", "")));
        }
    });

    it("holds neither credentials nor configuration, whatever the program has", async () => {
        const secrets = { "okta:apiToken": "token-of-the-test", "opa:secret": "secret-of-the-test" };
        runtime.setAllConfig(secrets, Object.keys(secrets));

        const stored = JSON.stringify(await storedTexts());

        for (const value of [...Object.values(secrets), ...Object.keys(secrets), process.cwd()]) {
            assert.ok(!stored.includes(value), value);
        }
    });
});
