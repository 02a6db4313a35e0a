import { requirePulumiVersion, runtime } from "@pulumi/pulumi";
import { programError } from "./program-error";

/** Since then exit code 7 means changes, and nothing else does (docs/contracts/pulumi-engine.md 4). */
const oldest = "3.227";

let asked: Promise<void> | undefined;

/**
 * Rejects unless the engine that runs the program is new enough: with an older one a pipeline could not tell drift from a check
 * that failed. Everything that a program declares waits for it, so that nothing is made. Asked once; tests with mocks have no engine.
 */
export function requirePulumi(): Promise<void> {
    if (!runtime.hasEngine()) return Promise.resolve();
    asked ??= requirePulumiVersion(`>=${oldest}.0`).catch((failure: unknown) => {
        throw programError(tooOld(failure));
    });
    return asked;
}

/** The engine's own words, without those that gRPC puts before them. */
function tooOld(failure: unknown): string {
    const words = failure instanceof Error ? failure.message.replace(/^\d+ [A-Z_]+: /, "") : `${failure}`;
    return (
        `pulumi-okta-opa needs Pulumi ${oldest} or later, and this is not: ${words.replace(/\.$/, "")}. ` +
        "Install a later one (https://www.pulumi.com/docs/install/), wherever this stack is run."
    );
}
