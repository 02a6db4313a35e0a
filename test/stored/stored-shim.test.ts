import { strict as assert } from "node:assert";
import { runtime } from "@pulumi/pulumi";
import { GroupPushMapping, OpaSecretFolder, OpaSecurityPolicy } from "../../resources";
import { goldenTexts, pinned } from "./support/golden-texts";

describe("the text stored with a resource", () => {
    it("is what it has always been, under the type it has always had", async () => {
        const stored: Record<string, { bytes: number; sha256: string }> = {};
        await runtime.setMocks({
            newResource({ type, name, inputs }) {
                const text: string = inputs.__provider;
                stored[type] = pinned(text);
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

        assert.deepEqual(stored, goldenTexts);
    });
});
