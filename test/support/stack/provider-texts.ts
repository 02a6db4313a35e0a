import type { Session } from "node:inspector";
import { runtime } from "@pulumi/pulumi";
import * as v8Hooks from "@pulumi/pulumi/runtime/closure/v8Hooks";
import { GroupPushMapping, OpaSecretFolder, OpaSecurityPolicy } from "../../../resources";

/**
 * Lets the SDK make the texts that state keeps, once, and then leave the debugger that it makes them with: while that is on,
 * everything is slower, and V8 keeps who awaited what. Returns what lets it in again.
 */
export async function makeProviderTexts(): Promise<() => void> {
    await runtime.setMocks({ newResource: () => ({ id: "id", state: {} }), call: () => ({}) });
    await runtime.runInPulumiStack(async () => {
        const text = "text";
        new GroupPushMapping("mapping", { appId: text, sourceGroupId: text, targetGroupName: text });
        new OpaSecretFolder("folder", { resourceGroup: text, project: text, name: text });
        new OpaSecurityPolicy("policy", { name: text, principals: { userGroups: [] }, rules: [] });
    });
    await runtime.disconnect();
    // The SDK keeps it for itself.
    const session = await (Reflect.get(v8Hooks, "getSessionAsync") as () => Promise<Session>)();
    session.post("Debugger.disable");
    return () => session.post("Debugger.enable");
}
