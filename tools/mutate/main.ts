import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { filesUnder } from "../tests/files";
import { runOf } from "../tests/runs";
import { rooms } from "./rooms";

/** In each room, changes the code in every way that Stryker knows, and tells which changes no test notices. */
async function mutate(wanted: readonly string[]): Promise<number> {
    const places = { code: wanted.filter((place) => !isTest(place)), tests: wanted.filter(isTest) };
    const chosen = rooms
        .map(({ code, tests }) => ({
            files: within(code, places.code, filesUnder("resources", ".ts")),
            tests: within(tests, places.tests, fastTests()),
        }))
        .filter(({ files, tests }) => files.length > 0 && tests.length > 0);
    if (chosen.length === 0) {
        process.stderr.write("No such file is mutated. tools/mutate/rooms.ts names those that are.\n");
        return 2;
    }
    for (const { files, tests } of chosen) await play(files, tests);
    return 0;
}

async function play(files: readonly string[], testFiles: readonly string[]): Promise<void> {
    const { Stryker } = await import("@stryker-mutator/core");
    await new Stryker({
        mutate: [...files],
        testFiles: [...testFiles],
        testRunner: "fresh-modules",
        plugins: ["mocha-runner.ts", "said.ts"].map((file) => resolve(__dirname, file)),
        testRunnerNodeArgs: ["--import", "tsx"],
        checkerNodeArgs: ["--import", "tsx"],
        // Texts of messages decide nothing; where a text is compared, the comparison is changed too.
        mutator: { excludedMutations: ["StringLiteral"] },
        ignorers: ["said"],
        ignorePatterns: [".engine", ".compiled", "dist"],
        coverageAnalysis: "perTest",
        concurrency: Math.min(2, availableParallelism()),
        dryRunTimeoutMinutes: 30,
        // A mutant that waits for ever is known by the time; a busy machine must not pass for one.
        timeoutMS: 120_000,
        reporters: ["progress-append-only", "clear-text"],
        clearTextReporter: { allowColor: false, reportTests: false, logTests: false },
        tempDirName: ".mutated",
    }).runMutationTest();
}

/** The files in a room that were asked for: all of them when nothing was. */
function within(room: readonly string[], wanted: readonly string[], files: readonly string[]): readonly string[] {
    const isIn = (file: string, places: readonly string[]) => places.some((place) => file.startsWith(place));
    return files.filter((file) => isIn(file, room) && (wanted.length === 0 || isIn(file, wanted)));
}

const isTest = (place: string) => place.startsWith("test/");

const fastTests = () => filesUnder("test", ".test.ts").filter((file) => runOf(file) === "fast");

mutate(process.argv.slice(2)).then(
    (status) => {
        process.exitCode = status;
    },
    (failure: unknown) => {
        process.stderr.write(`${failure instanceof Error ? failure.message : failure}\n`);
        process.exitCode = 1;
    },
);
