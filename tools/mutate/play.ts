import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { relative, resolve } from "node:path";
import type { MutantResult } from "@stryker-mutator/api/core";
import type { Result } from "./result";

/** A room with the files to mutate and the tests that must kill the mutants. */
export interface Played {
    readonly name: string;
    readonly files: readonly string[];
    readonly tests: readonly string[];
}

/** Mutates these files with all of Stryker's mutations, and runs these tests on each mutant. */
export async function play({ name, files, tests }: Played): Promise<Result> {
    const { Stryker } = await import("@stryker-mutator/core");
    const [beganMs, spent] = [performance.now(), processorSeconds()];
    const mutants = await new Stryker({
        mutate: [...files],
        testFiles: [...tests],
        testRunner: "fresh-modules",
        plugins: ["mocha-runner.ts", "said.ts"].map((file) => resolve(__dirname, file)),
        testRunnerNodeArgs: ["--import", "tsx"],
        checkerNodeArgs: ["--import", "tsx"],
        // Message texts decide nothing; where a text is compared, the comparison is mutated.
        mutator: { excludedMutations: ["StringLiteral"] },
        ignorers: ["said"],
        ignorePatterns: [".engine", ".compiled", ".mutants", "dist"],
        coverageAnalysis: "perTest",
        concurrency: Number(process.env["MUTATE_AT_ONCE"]) || Math.min(2, availableParallelism()),
        dryRunTimeoutMinutes: 30,
        // Only a timeout kills a mutant that waits for ever; a test on a busy machine must not reach it.
        timeoutMS: 120_000,
        reporters: ["progress-append-only", "clear-text"],
        clearTextReporter: { allowColor: false, reportTests: false, logTests: false },
        tempDirName: ".mutated",
    }).runMutationTest();
    const now = processorSeconds();
    return {
        room: name,
        ...counted(mutants),
        wallSeconds: Math.round((performance.now() - beganMs) / 1000),
        cpuSeconds: now === undefined || spent === undefined ? undefined : Math.round(now - spent),
    };
}

function counted(mutants: readonly MutantResult[]) {
    const count = (...of: readonly MutantResult["status"][]) =>
        mutants.filter(({ status }) => of.includes(status)).length;
    return {
        changes: count("Killed", "Timeout", "Survived", "NoCoverage"),
        noticed: count("Killed", "Timeout"),
        byTime: count("Timeout"),
        left: mutants
            .filter(({ status }) => status === "Survived" || status === "NoCoverage")
            .map(({ fileName, location: { start }, replacement, status }) => ({
                at: `${relative(process.cwd(), fileName)}:${start.line}:${start.column}`,
                replacement: (replacement ?? "").slice(0, 80),
                isReached: status === "Survived",
            })),
    };
}

/** Processor seconds that this process and its ended children have used; undefined where the system does not report them. */
function processorSeconds(): number | undefined {
    try {
        const [, after = ""] = readFileSync("/proc/self/stat", "utf8").split(/\) (?!.*\) )/);
        // proc(5): after the name, utime, stime, cutime and cstime are the 12th to 15th, in hundredths.
        const ticks = after.split(" ").slice(11, 15).map(Number);
        return ticks.reduce((sum, one) => sum + one, 0) / 100;
    } catch {
        return undefined;
    }
}
