import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runtime } from "@pulumi/pulumi";
import { ExistingOktaGroup, GroupPushMapping, OpaSecretFolder, OpaSecurityPolicy } from "../../../resources";

/** What the engine stores as `__provider` with one resource of each type, by type. */
export async function storedTexts(): Promise<Readonly<Record<string, string>>> {
    const stored: Record<string, string> = {};
    await runtime.setMocks({
        newResource({ type, name, inputs }) {
            stored[type] = inputs.__provider;
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
    return stored;
}

/** The text of one kind. */
export async function storedText(kind: string): Promise<string> {
    const text = (await storedTexts())[`pulumi-nodejs:dynamic/${kind}`];
    if (text === undefined) throw new Error(`Nothing is stored for ${kind}.`);
    return text;
}

/** The text that was stored before, and that state of one kind may hold for ever. */
export function firstText(kind: string): string {
    return readFileSync(join(__dirname, "..", "first-text.txt"), "utf8").replace("{kind}", kind);
}
