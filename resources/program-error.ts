import { log, type Resource, RunError } from "@pulumi/pulumi";
import { visible } from "./http/output/visible";

/**
 * An error that ends the program and is shown as this text alone, with nothing in it that a terminal would obey. The SDK
 * writes the path of each property it was just serializing into a message, and shows the stack of an error that no
 * resource waits for; neither helps anybody here.
 */
export function programError(words: string): RunError {
    const text = visible(words);
    const error = Object.assign(new RunError(text), { name: "", stack: "" });
    return Object.defineProperty(error, "message", { get: () => text, set: () => undefined });
}

/** Warns the user of a program, about a resource if one is meant. */
export function programWarning(text: string, resource?: Resource): Promise<void> {
    return log.warn(visible(text), resource);
}

/** Whether something was thrown that says all there is to say. */
export const isProgramError = (thrown: unknown): thrown is RunError => thrown instanceof RunError;
