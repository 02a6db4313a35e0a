import { z } from "zod";
import { count } from "../review/page/words";
import type { Write } from "./document";

const common = { write: z.string(), at: z.string(), missed: z.number().optional() };

const event = z.discriminatedUnion("event", [
    z.object({
        event: z.literal("sent"),
        ...common,
        ...{ api: z.string(), method: z.string(), path: z.string(), ids: z.array(z.string()) },
    }),
    z.object({
        event: z.literal("answered"),
        ...common,
        ...{ status: z.number(), requestId: z.string().optional(), made: z.string().optional() },
    }),
    z.object({ event: z.literal("unanswered"), ...common, mayHaveHappened: z.boolean() }),
]);

type Event = z.infer<typeof event>;

/** What the file of a run's writes holds. */
export interface NotedWrites {
    readonly writes: readonly Write[];
    /** What it cannot tell, in sentences. */
    readonly notSeen: readonly string[];
}

/** Reads the lines that `http/network/noted` appends. A line that a killed run left half written is told, not refused. */
export function writesIn(text: string): NotedWrites {
    const lines = text.split("\n").filter((line) => line !== "");
    const events = lines.map(eventIn);
    const whole = events.flatMap((one) => one ?? []);
    const ends = new Map(whole.flatMap((one) => (one.event === "sent" ? [] : [[one.write, one] as const])));
    const sent = whole.flatMap((one) => (one.event === "sent" ? [one] : []));
    const writes = sent.map((one) => writeOf(one, ends.get(one.write)));
    const begun = new Set(sent.map(({ write }) => write));
    const glued = lines.filter((line) => line.lastIndexOf(start) > 0).length;
    const torn = events.length - whole.length + glued + [...ends.keys()].filter((write) => !begun.has(write)).length;
    const missed = whole.reduce((sum, one) => sum + (one.missed ?? 0), 0);
    const open = writes.filter(({ outcome }) => outcome === "unknown").length;
    return {
        writes: writes.toSorted((one, other) => (one.at < other.at ? -1 : Number(one.at > other.at))),
        notSeen: [
            ...(open > 0 ? [`whether ${count(open, "write")} took effect: no answer was noted.`] : []),
            ...(torn > 0 ? [`${count(torn, "line")} of the file of writes: cut off, as a killed run leaves it.`] : []),
            ...(missed > 0 ? [`${count(missed, "line")} that could not be written to the file of writes.`] : []),
        ],
    };
}

/** With what each line begins. */
const start = '{"event":';

function eventIn(line: string): Event | undefined {
    // What follows a line that was cut off stands on the same line.
    try {
        return event.safeParse(JSON.parse(line.slice(Math.max(0, line.lastIndexOf(start))))).data;
    } catch {
        return undefined;
    }
}

function writeOf(sent: Extract<Event, { event: "sent" }>, end: Event | undefined): Write {
    const { at, api, method, path, ids } = sent;
    const what = { at, api, method, path, ids };
    if (end?.event === "answered") {
        const { status, requestId = null, made } = end;
        return { ...what, ...(made === undefined ? {} : { made }), status, requestId, outcome: "answered" };
    }
    const isNever = end?.event === "unanswered" && !end.mayHaveHappened;
    return { ...what, status: null, requestId: null, outcome: isNever ? "not sent" : "unknown" };
}
