import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { relative, resolve } from "node:path";
import type { MutantResult } from "@stryker-mutator/api/core";
import type { Result } from "./result";

/** A room with the files that are to be changed, and those of the tests that are to notice. */
export interface Played {
    readonly name: string;
    readonly files: readonly string[];
    readonly tests: readonly string[];
}

/** Changes these files in every way that Stryker knows, and plays these tests after each change. */
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
        // Texts of messages decide nothing; where a text is compared, the comparison is changed too.
        mutator: { excludedMutations: ["StringLiteral"] },
        ignorers: ["said"],
        ignorePatterns: [".engine", ".compiled", ".mutants", "dist"],
        coverageAnalysis: "perTest",
        concurrency: Math.min(2, availableParallelism()),
        dryRunTimeoutMinutes: 30,
        // A mutant that waits for ever is known by the time; a busy machine must not pass for one.
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

/** Seconds of the processor that this process and its ended children have taken; undefined where the system does not tell. */
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
