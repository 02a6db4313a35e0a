import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { checkout } from "./checkout";

/**
 * Makes a project in `folder` for the repository's own program, with the teams of its Pulumi.dev.yaml. Pulumi writes into the
 * stack's file, and the repository's own file must not change.
 */
export function writeProject(folder: string): void {
    mkdirSync(folder, { recursive: true });
    const project = readFileSync(join(checkout, "Pulumi.yaml"), "utf8");
    const main = `main: ${JSON.stringify(join(checkout, "program.cjs"))}`;
    writeFileSync(join(folder, "Pulumi.yaml"), project.replace(/^main: .*$/m, main));
    const stack = readFileSync(join(checkout, "Pulumi.dev.yaml"), "utf8");
    writeFileSync(join(folder, "Pulumi.dev.yaml"), withoutSecrets(stack));
}

/** A stack's file without the values that only that stack's passphrase or key can decrypt: a new stack has its own. */
export function withoutSecrets(stack: string): string {
    return stack
        .replace(/^(encryptionsalt|encryptedkey|secretsprovider):.*\n?/gm, "")
        .replace(/^( +)\S+:\n\1 +secure: .*\n?/gm, "");
}
