import { relative, resolve, sep } from "node:path";
import type { InstrumenterContext, StrykerOptions } from "@stryker-mutator/api/core";
import {
    type DryRunOptions,
    type DryRunResult,
    DryRunStatus,
    determineHitLimitReached,
    type MutantRunOptions,
    type MutantRunResult,
    type TestResult,
    type TestRunner,
    TestStatus,
    toMutantRunResult,
} from "@stryker-mutator/api/test-runner";
import Mocha, { type Test } from "mocha";

/** Separates a test's file from its title in its Stryker id. */
const divider = " › ";

/** The mutated code and this runner communicate through this object. */
const context: InstrumenterContext = {};
Object.assign(globalThis, { __stryker__: context });

// Work that one mutant left running may fail later, during the test of another mutant, which would then count as killed.
process.on("unhandledRejection", () => {});

/**
 * Stryker's own runner for Mocha doesn't support Mocha 12, and loads the modules once. This one loads them anew for each
 * mutant, so that claims, shared reads and budgets of one mutant can't fail the tests of the next. Test files that kill the
 * most mutants in the least time run first; until that is known, those that the room names first.
 */
class FreshModules implements TestRunner {
    static readonly inject = ["options"] as const;
    readonly #files: readonly string[];
    readonly #known = new Map<string, { noticed: number; spentMs: number }>();

    constructor({ testFiles = [] }: StrykerOptions) {
        this.#files = testFiles.map((file) => resolve(file));
    }

    capabilities() {
        return { reloadEnvironment: true };
    }

    async dryRun(_options: DryRunOptions): Promise<DryRunResult> {
        context.mutantCoverage = { static: {}, perTest: {} };
        const tests = await play(this.#files, () => true, { bail: false, timeout: unhurriedMs });
        return { status: DryRunStatus.Complete, tests, mutantCoverage: context.mutantCoverage };
    }

    /** A mutant in code that runs while modules are loaded has no filter: any test may kill it. */
    async mutantRun({ activeMutant, testFilter, hitLimit }: MutantRunOptions): Promise<MutantRunResult> {
        Object.assign(context, { activeMutant: activeMutant.id, hitLimit, hitCount: 0 });
        const asked = testFilter && new Set(testFilter);
        const files = testFilter?.map((id) => resolve(id.slice(0, id.indexOf(divider)))) ?? this.#files;
        const tests: TestResult[] = [];
        for (const file of this.#mostNoticingFirst(files)) {
            const beganMs = clock();
            tests.push(
                ...(await play([file], (test) => asked?.has(idOf(test)) ?? true, { bail: true, timeout: patienceMs })),
            );
            const isNoticed = tests.some(({ status }) => status === TestStatus.Failed);
            const { noticed, spentMs } = this.#knownOf(file);
            this.#known.set(file, { noticed: noticed + Number(isNoticed), spentMs: spentMs + clock() - beganMs });
            if (isNoticed) break;
        }
        const endless = determineHitLimitReached(context.hitCount, hitLimit) ?? tooLate(tests);
        return toMutantRunResult(endless ?? { status: DryRunStatus.Complete, tests });
    }

    #mostNoticingFirst(files: readonly string[]): readonly string[] {
        const rate = (file: string) => (this.#knownOf(file).noticed + 1) / (this.#knownOf(file).spentMs + 1);
        return [...new Set(files)].sort((one, other) => rate(other) - rate(one));
    }

    #knownOf(file: string) {
        return this.#known.get(file) ?? { noticed: 0, spentMs: 1000 * this.#files.indexOf(file) };
    }
}

/** Mutants that only a timeout killed are reported separately: on a busy machine the timeout may be wrong. */
function tooLate(tests: readonly TestResult[]): DryRunResult | undefined {
    const isLate = (test: TestResult) =>
        test.status === TestStatus.Failed && /^Error: Timeout of \d+ms exceeded/.test(test.failureMessage);
    return tests.some(isLate) ? { status: DryRunStatus.Timeout, reason: "A test did not end." } : undefined;
}

/** Milliseconds after which a test counts as endless; the slowest takes 3 s on an idle machine. */
const patienceMs = 30_000;

/** The same for the dry run, without a mutant, on a busy machine. */
const unhurriedMs = 600_000;

/** A test in which nothing happens for this many milliseconds waits for ever; this ends it early. */
const idleMs = 5_000;

// Kept here, because tests replace these functions.
const [every, stop] = [setInterval, clearInterval];
const activity = performance.eventLoopUtilization.bind(performance);
const clock = performance.now.bind(performance);

/** Ends tests that wait for ever. On a busy machine, work that waits for the processor counts as active. */
function endIdle(runner: Mocha.Runner): () => void {
    let before = activity();
    const watch = every(() => {
        if (activity(before).active < 5) runner.currentRunnable?.timeout(1);
        before = activity();
    }, idleMs);
    return () => stop(watch);
}

/** Runs the wanted tests of these files; with `bail`, only up to the first failure. */
async function play(
    files: readonly string[],
    wanted: (test: Test) => boolean,
    how: { readonly bail: boolean; readonly timeout: number },
): Promise<TestResult[]> {
    forgetModules();
    const mocha = new Mocha({ ...how, reporter: Silent });
    for (const file of files) mocha.addFile(file);
    try {
        await mocha.loadFilesAsync();
    } catch (failure) {
        return [
            { id: "loading", name: "loading", timeSpentMs: 0, status: TestStatus.Failed, failureMessage: `${failure}` },
        ];
    }
    keepOnly(mocha.suite, wanted);
    const results: TestResult[] = [];
    await new Promise<void>((done) => {
        const runner = mocha.run(() => {
            watched();
            done();
        });
        const watched = endIdle(runner);
        runner.on("test", (test) => Object.assign(context, { currentTestId: idOf(test) }));
        runner.on("pass", (test) => results.push({ ...about(test), status: TestStatus.Success }));
        runner.on("pending", (test) => results.push({ ...about(test), status: TestStatus.Skipped }));
        runner.on("fail", (test, { stack }: Error) =>
            results.push({ ...about(test), status: TestStatus.Failed, failureMessage: stack ?? "failed" }),
        );
    });
    return results;
}

class Silent extends Mocha.reporters.Base {
    override epilogue(): void {}
}

function keepOnly(suite: Mocha.Suite, wanted: (test: Test) => boolean): void {
    suite.tests = suite.tests.filter(wanted);
    for (const inner of suite.suites) keepOnly(inner, wanted);
}

function about(test: Test) {
    return { id: idOf(test), name: idOf(test), timeSpentMs: test.duration ?? 0 };
}

function idOf(test: Test): string {
    return `${relative(process.cwd(), test.file ?? "")}${divider}${test.fullTitle()}`;
}

/** Modules of the tenant stay loaded: the tenant keeps nothing between tests and imports no mutated code. */
const tenant = resolve("tenant") + sep;

function forgetModules(): void {
    const isOwn = (file: string) => file.startsWith(process.cwd() + sep) && !file.includes(`${sep}node_modules${sep}`);
    const own = (file: string) => isOwn(file) && !file.startsWith(tenant);
    for (const file of Object.keys(require.cache)) if (own(file) && file !== __filename) delete require.cache[file];
}

export const strykerPlugins = [{ kind: "TestRunner", name: "fresh-modules", injectableClass: FreshModules }];
