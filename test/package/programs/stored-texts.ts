import { runtime } from "@pulumi/pulumi";
import { ExistingOktaGroup, GroupPushMapping, OpaSecretFolder, OpaSecurityPolicy } from "pulumi-okta-opa";

/** Prints, by resource type, the text that Pulumi would keep in state with each resource of the package. */
async function main(): Promise<void> {
    const texts: Record<string, string> = {};
    await runtime.setMocks({
        newResource({ type, name, inputs }) {
            texts[type] = inputs["__provider"];
            return { id: name, state: inputs };
        },
        call: () => ({}),
    });
    const made = [
        new ExistingOktaGroup("g", { group: "x" }),
        new GroupPushMapping("m", { appId: "0oa1", sourceGroupId: "00g1", targetGroupName: "x" }),
        new OpaSecretFolder("f", { resourceGroup: "r", project: "p", name: "x" }),
        new OpaSecurityPolicy("p", { name: "x", scope: "team", principals: {}, rules: [] }),
    ];
    await Promise.all(made.map(({ id }) => new Promise((resolve) => id.apply(resolve))));
    process.stdout.write(JSON.stringify(texts));
}

void main();
