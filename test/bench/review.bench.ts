import { previewFrom } from "../../resources/engine/preview";
import { markdownOf } from "../../resources/review/render/markdown";
import { reviewOfPreview } from "../../resources/review/review-of";
import { checkFiles } from "../../resources/team-secrets-space/files/check-files";
import { document, type Step, team } from "../review/support/engine-document";
import { liveWith, manyTeams } from "../review/support/many-teams";
import { checkout, inFolders, reviewed } from "../review/support/played";

/**
 * Prints what the check and the page of a change in every one of many teams cost this machine, the page from files and from a preview:
 * `tsx test/bench/review.bench.ts [TEAMS]`.
 */
async function main(): Promise<void> {
    const number = Number(process.argv[2] ?? 500);
    const live = liveWith([], "2026-11-24T20:00:00Z", 40);
    const costs: object[] = [];
    await inFolders(
        [checkout(manyTeams(number, 0)), checkout(manyTeams(number, 1))],
        async ([base = "", head = ""]) => {
            costs.push(measured("a page from files", () => markdownOf(reviewed(base, head, live))));
            costs.push(measured("check of the files", () => checked(head, base)));
        },
    );
    const text = JSON.stringify(document(planned(number)));
    const input = { live, author: undefined, nowMs: Date.UTC(2026, 10, 25) };
    const page = () => markdownOf(reviewOfPreview({ ...input, preview: previewFrom(text, "the change") }));
    costs.push({ ...measured("a page from a preview", page), "document MB": (text.length / 1e6).toFixed(1) });
    console.table(costs.map((cost) => ({ teams: number, ...cost })));
}

/** As `teams check --base` does it. */
function checked(head: string, base: string): string {
    process.chdir(head);
    const { count, mistakes } = checkFiles("teams", { base, stack: "dev" });
    return `${count} files, ${mistakes.length} mistakes`;
}

/** In every second team somebody leaves, and every other one is new. */
function planned(number: number): readonly Step[] {
    return Array.from({ length: number }, (_, index): Step[] => {
        const people = { [`a${index}@example.com`]: `u-a${index}`, [`b${index}@example.com`]: `u-b${index}` };
        const steps = team(`team${index}`, { isNew: index % 2 === 1, people });
        if (index % 2 === 1) return steps;
        return steps.map((one) =>
            one.op === "same" && one.urn.endsWith("-members") && one.newState
                ? { ...one, op: "update", newState: { ...one.newState, inputs: leaving(one.newState.inputs) } }
                : one,
        );
    }).flat();
}

const leaving = (inputs: Readonly<Record<string, unknown>> = {}) => ({
    ...inputs,
    users: (inputs["users"] as readonly string[]).slice(1),
});

function measured(what: string, act: () => string) {
    const [begin, cpu] = [process.hrtime.bigint(), process.cpuUsage()];
    const page = act();
    const seconds = Number(process.hrtime.bigint() - begin) / 1e9;
    const { user, system } = process.cpuUsage(cpu);
    // On a machine that does other things too, the time of the processor tells more.
    const processor = ((user + system) / 1e6).toFixed(2);
    return {
        what,
        seconds: seconds.toFixed(2),
        "processor seconds": processor,
        "text kB": (Buffer.byteLength(page) / 1000).toFixed(0),
    };
}

void main();
