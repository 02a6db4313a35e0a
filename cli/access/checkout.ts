import { readFileSync } from "node:fs";
import { CommanderError } from "commander";
import { accessFrom } from "../../resources/access/document";
import { stacksIn } from "../../resources/review/checkout/stack-file";
import type { Live } from "../../resources/review/snapshot";
import { tellAside } from "../terminal";

/** The only stack of a checkout; undefined when it has none. */
export function onlyStack(folder: string): string | undefined {
    const stacks = namesIn(folder);
    if (stacks.length < 2) return stacks[0];
    return misused(`${folder} has several stacks: ${stacks.join(", ")}. Name one with --stack.`);
}

/** Reads a file of `access snapshot`. Throws if it is none. */
export function snapshotIn(file: string): Live {
    const text = readFileSync(file, "utf8");
    const access = accessFrom(text);
    if (!access)
        throw new Error(`${file} is not what \`access snapshot\` of this version writes. Take the snapshot again.`);
    return { access, text };
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
