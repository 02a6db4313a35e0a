import { RunError } from "@pulumi/pulumi";

/**
 * An error that ends the program and is shown as this text alone. The SDK writes the path of each property it was just
 * serializing into a message, and shows the stack of an error that no resource waits for; neither helps anybody here.
 */
export function programError(text: string): RunError {
    const error = Object.assign(new RunError(text), { name: "", stack: "" });
    return Object.defineProperty(error, "message", { get: () => text, set: () => undefined });
}
