import { runtime } from "@pulumi/pulumi";

/** Lets the SDK forget programs that were ended before their end: it would speak of them when this process ends. */
export async function forgetPrograms(): Promise<void> {
    await runtime.setMocks({ newResource: () => ({ id: "", state: {} }), call: () => ({}) });
}
