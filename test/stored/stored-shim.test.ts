import { strict as assert } from "node:assert";
import { createHash } from "node:crypto";
import { runtime } from "@pulumi/pulumi";
import { GroupPushMapping, OpaSecretFolder, OpaSecurityPolicy } from "../../resources";

/** Pinned: state of every user holds these texts. A change needs a way on for stacks that have the old one. */
const golden = {
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
        const stored: Record<string, { bytes: number; sha256: string }> = {};
        await runtime.setMocks({
            newResource({ type, name, inputs }) {
                const text: string = inputs.__provider;
                stored[type] = { bytes: text.length, sha256: createHash("sha256").update(text).digest("hex") };
                return { id: name, state: inputs };
            },
            call: () => ({}),
        });

        const made = [
            new GroupPushMapping("m", { appId: "0oa1", sourceGroupId: "00g1", targetGroupName: "x" }),
            new OpaSecretFolder("f", { resourceGroup: "r", project: "p", name: "x" }),
            new OpaSecurityPolicy("p", { name: "x", scope: "team", principals: {}, rules: [] }),
        ];
        await Promise.all(made.map(({ id }) => new Promise((resolve) => id.apply(resolve))));

        assert.deepEqual(stored, golden);
    });
});
