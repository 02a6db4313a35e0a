import { tenantSoak } from "../http/support/tenant-soak";

/**
 * Prints the figures of a soak through a tenant over a port:
 * `tsx test/bench/tenant-soak.bench.ts [Okta calls] [OPA calls] [fault rate] [seed]`.
 */
async function main(args: readonly string[]): Promise<void> {
    const [oktaCalls = 10_000, opaCalls = 10_000, faultRate = 0.05, seed = 1] = args.map(Number);
    const beganMs = performance.now();
    const { used, ...figures } = await tenantSoak({ oktaCalls, opaCalls, faultRate, seed });
    const realSeconds = Number(((performance.now() - beganMs) / 1000).toFixed(1));
    console.log({ seed, ...figures, realSeconds });
    for (const [bucket, part] of Object.entries(used)) {
        console.log(`${bucket}: ${(part * 100).toFixed(1)} % of the permitted calls used`);
    }
}

void main(process.argv.slice(2));
