import { CommanderError } from "commander";
import { stacksIn } from "../../resources/review/checkout/stack-file";
import { tellAside } from "../terminal";

/** The only stack of a checkout; undefined when it has none. */
export function onlyStack(folder: string): string | undefined {
    const stacks = namesIn(folder);
    if (stacks.length < 2) return stacks[0];
    return misused(`${folder} has several stacks: ${stacks.join(", ")}. Name one with --stack.`);
}

/** Fails as commander does for wrong usage. */
export function misused(reason: string): never {
    tellAside(`error: ${reason}`);
    throw new CommanderError(2, "misused", reason);
}

function namesIn(folder: string): readonly string[] {
    try {
        return stacksIn(folder);
    } catch {
        // `readCheckout` reports that this is not a folder.
        return [];
    }
}
