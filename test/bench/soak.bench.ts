import { soak } from "../http/support/soak";

/** Prints the figures of a soak: `tsx test/bench/soak.bench.ts [calls] [fault rate] [seed] [share] [processes]`. */
async function main(args: readonly string[]): Promise<void> {
    const [calls = 20_000, faultRate = 0.05, seed = 7, share = 0.5, processes = 1] = args.map(Number);
    const beganMs = performance.now();
    const { used, ...figures } = await soak({ calls, faultRate, seed, share, processes });
    const realSeconds = Number(((performance.now() - beganMs) / 1000).toFixed(1));
    console.log({ seed, share, processes, ...figures, realSeconds });
    for (const [bucket, part] of Object.entries(used)) {
        console.log(`${bucket}: ${(part * 100).toFixed(1)} % of the permitted calls used`);
    }
}

void main(process.argv.slice(2));
