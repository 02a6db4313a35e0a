import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { checkout } from "./checkout";

/**
 * Puts a project for the repository's own program into `folder`, with the teams of its Pulumi.dev.yaml. Pulumi writes into
 * the stack's file, and the repository's own is not to change.
 */
export function writeProject(folder: string): void {
    mkdirSync(folder, { recursive: true });
    const project = readFileSync(join(checkout, "Pulumi.yaml"), "utf8");
    const main = `main: ${JSON.stringify(join(checkout, "program.cjs"))}`;
    writeFileSync(join(folder, "Pulumi.yaml"), project.replace(/^main: .*$/m, main));
    const stack = readFileSync(join(checkout, "Pulumi.dev.yaml"), "utf8");
    writeFileSync(join(folder, "Pulumi.dev.yaml"), withoutSecrets(stack));
}

/** A stack's file without what can be read with that stack's passphrase or key only: a new stack has its own. */
export function withoutSecrets(stack: string): string {
    return stack
        .replace(/^(encryptionsalt|encryptedkey|secretsprovider):.*\n?/gm, "")
        .replace(/^( +)\S+:\n\1 +secure: .*\n?/gm, "");
}
