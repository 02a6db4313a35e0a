import { relative } from "node:path";
import { type MochaOptions, type Runner, reporters, type Test } from "mocha";

/** So many of the slowest are told, of a run with more tests than that. */
const toldOf = 20;

/** Mocha's own report, closed by the slowest tests and one line alone that a machine can read: `12 passed, 0 failed`. */
class ClosingLine extends reporters.Spec {
    readonly #ended: Test[] = [];

    constructor(runner: Runner, options: MochaOptions) {
        super(runner, options);
        runner.on("test end", (test: Test) => this.#ended.push(test));
    }

    override epilogue(): void {
        super.epilogue();
        process.stdout.write(this.#slowest());
        const { passes, failures, pending } = this.stats;
        const skipped = pending > 0 ? `, ${pending} skipped` : "";
        process.stdout.write(`${passes} passed, ${failures} failed${skipped}\n`);
    }

    #slowest(): string {
        if (this.#ended.length <= toldOf) return "";
        const slowest = this.#ended.sort((one, other) => (other.duration ?? 0) - (one.duration ?? 0)).slice(0, toldOf);
        return ["The slowest:", ...slowest.map(line), "", ""].join("\n");
    }
}

function line(test: Test): string {
    const seconds = ((test.duration ?? 0) / 1000).toFixed(1).padStart(7);
    return `${seconds} s  ${relative(process.cwd(), test.file ?? "")}  ${test.fullTitle()}`;
}

// Mocha loads a reporter by its file.
export = ClosingLine;
