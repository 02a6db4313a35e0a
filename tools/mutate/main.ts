import { resolve } from "node:path";
import { filesUnder } from "../tests/files";
import { runOf } from "../tests/runs";
import { type Room, rooms } from "./rooms";

/** In each room, changes the code in every way that Stryker knows, and tells which changes no test notices. */
async function mutate(wanted: readonly string[]): Promise<number> {
    const chosen = rooms
        .map((room) => ({ ...room, files: codeOf(room, wanted) }))
        .filter(({ files }) => files.length > 0);
    if (chosen.length === 0) {
        process.stderr.write("No such file is mutated. tools/mutate/rooms.ts names those that are.\n");
        return 2;
    }
    for (const { files, tests } of chosen) await play(files, testsOf(tests));
    return 0;
}

async function play(files: readonly string[], testFiles: readonly string[]): Promise<void> {
    const { Stryker } = await import("@stryker-mutator/core");
    await new Stryker({
        mutate: [...files],
        testFiles: [...testFiles],
        testRunner: "fresh-modules",
        plugins: [resolve(__dirname, "mocha-runner.ts")],
        testRunnerNodeArgs: ["--import", "tsx"],
        // Texts of messages decide nothing; where a text is compared, the comparison is changed too.
        mutator: { excludedMutations: ["StringLiteral"] },
        ignorePatterns: [".engine", ".compiled", "dist"],
        coverageAnalysis: "perTest",
        concurrency: 1,
        dryRunTimeoutMinutes: 30,
        // A mutant that waits for ever is known by the time; a busy machine must not pass for one.
        timeoutMS: 30_000,
        reporters: ["clear-text"],
        clearTextReporter: { allowColor: false, reportTests: false, logTests: false },
        tempDirName: ".mutated",
    }).runMutationTest();
}

function codeOf({ code }: Room, wanted: readonly string[]): readonly string[] {
    const files = filesUnder("resources", ".ts").filter((file) => code.some((place) => file.startsWith(place)));
    return wanted.length === 0 ? files : files.filter((file) => wanted.some((place) => file.startsWith(place)));
}

function testsOf(places: readonly string[]): readonly string[] {
    const fast = filesUnder("test", ".test.ts").filter((file) => runOf(file) === "fast");
    return fast.filter((file) => places.some((place) => file.startsWith(place)));
}

mutate(process.argv.slice(2)).then(
    (status) => {
        process.exitCode = status;
    },
    (failure: unknown) => {
        process.stderr.write(`${failure instanceof Error ? failure.message : failure}\n`);
        process.exitCode = 1;
    },
);
