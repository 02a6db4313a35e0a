import { readFileSync } from "node:fs";
import { z } from "zod";

const step = { step: z.string(), spaces: z.number(), limits: z.string(), refused: z.number(), stateBytes: z.number() };
const counts = z.record(z.string(), z.number());
const idle = {
    idleSeconds: z.number(),
    closedSeconds: z.number(),
    pushSeconds: z.number(),
    ownSeconds: z.number(),
};

const simulated = z.object({
    ...step,
    calls: z.object({ oursToOkta: z.number(), oursToOpa: z.number(), plugin: z.number() }),
    ours: counts,
    buckets: counts,
    seconds: z.number(),
    ...idle,
});

const onEngine = z.object({
    ...step,
    buckets: counts,
    // Older measurements do not have the plugin's separately.
    pluginBuckets: counts.optional(),
    wallSeconds: z.number(),
    ...idle,
    computingSeconds: z.number(),
    processorSeconds: z.number(),
    peakMegabytes: z.number(),
});

/** What `test/bench/spaces.bench.ts` measures in simulated time. */
export type Simulated = z.infer<typeof simulated>;

/** What `test/bench/engine.bench.ts` measures on the real engine. */
export type OnEngine = z.infer<typeof onEngine>;

/** All measurements. */
export interface Figures {
    readonly simulated: readonly Simulated[];
    readonly onEngine: readonly OnEngine[];
}

/** The files of the measurements, below `docs`. */
export const files = { simulated: "speed/simulated.json", onEngine: "speed/engine.json" } as const;

/** Reads both files below `docs`. */
export function readFigures(docs: string): Figures {
    const read = (file: string): unknown => JSON.parse(readFileSync(`${docs}/${file}`, "utf8"));
    return {
        simulated: z.array(simulated).parse(read(files.simulated)),
        onEngine: z.array(onEngine).parse(read(files.onEngine)),
    };
}

/** The sum of all counted calls. */
export const total = (calls: Readonly<Record<string, number>>) =>
    Object.values(calls).reduce((sum, count) => sum + count, 0);
