import { type Figures, type OnEngine, type Simulated, total } from "./figures";

/** An upper limit for a figure. */
export interface Goal {
    readonly what: string;
    readonly most: number;
    readonly unit: string;
    /** Undefined when it was not measured. */
    readonly measured: number | undefined;
}

const isLook = (call: string) => /^GET \S+\/mappings$/.test(call);

/** Calls for our own three resources, without reads of the list of mappings, which wait for a push. */
const isForObjects = (call: string) =>
    /secret_folders|resolve_secret|security_policy|group-push\/mappings/.test(call) && !isLook(call);

/** Each goal beside its measurement. Wall times depend on the machine that measured, and on what else it did meanwhile. */
export function goalsOf({ simulated, onEngine }: Figures): readonly Goal[] {
    const at = <Row extends Simulated | OnEngine>(rows: readonly Row[], step: string, spaces = 100) =>
        rows.find((row) => row.limits === "default" && row.step === step && row.spaces === spaces);
    const slow = simulated.find((row) => row.limits === "published" && row.step === "first up" && row.spaces === 25);
    const played = (step: string) => at(simulated, step);
    const run = (step: string) => at(onEngine, step)?.wallSeconds;
    const objects = (step: string) => {
        const calls = played(step)?.ours;
        return calls && total(Object.fromEntries(Object.entries(calls).filter(([call]) => isForObjects(call))));
    };
    const aSpace = (count: number | undefined) => count && count / 100;
    const preview = played("preview")?.calls;
    const secondsIn = (what: string, most: number, measured: number | undefined) => ({
        what,
        most,
        unit: "s",
        measured,
    });
    const partIn = (what: string, most: number, measured: number | undefined) => ({ what, most, unit: "%", measured });
    const callsIn = (what: string, most: number, measured: number | undefined) => ({ what, most, unit: "", measured });
    return [
        secondsIn("first `up`, wall", 45, run("first up")),
        secondsIn("first `up`, simulated: idle of our own making", 5, played("first up")?.ownSeconds),
        partIn("first `up`, simulated: the same, of the whole", 10, ownPart(played("first up"))),
        partIn("first `up` of 500 spaces, simulated: the same", 10, ownPart(at(simulated, "first up", 500))),
        partIn("first `up`, real engine: the same", 10, ownPart(at(onEngine, "first up"))),
        callsIn("first `up`, calls for the three objects, a space", 5, aSpace(objects("first up"))),
        callsIn("first `up`, all our calls but looks for pushes, a space", 5, aSpace(allButLooks(played("first up")))),
        callsIn("first `up`, 429s", 0, played("first up")?.refused),
        callsIn("`preview` without change, our calls", 11, preview && preview.oursToOkta + preview.oursToOpa),
        secondsIn("`preview` without change, wall", 8, run("preview")),
        secondsIn("`preview` of 3 spaces without change, wall", 4.5, at(onEngine, "preview", 3)?.wallSeconds),
        callsIn("`refresh`, calls for the three objects", 25, objects("refresh")),
        secondsIn("`refresh`, wall", 10, run("refresh")),
        callsIn("`destroy`, calls for the three objects, a space", 6, aSpace(objects("destroy"))),
        secondsIn("first `up` of 25 spaces at published limits, simulated", 70, slow?.seconds),
        {
            ...{ what: "state, a space, as the engine writes it", most: 12, unit: "kB" },
            measured: kilobytes(at(onEngine, "first up", 100)),
        },
    ];
}

/** In percent. */
const ownPart = (row: Simulated | OnEngine | undefined) =>
    row && (100 * row.ownSeconds) / ("seconds" in row ? row.seconds : row.wallSeconds);

/** Without reads of the list of mappings, with which many spaces wait together for their pushes. */
const allButLooks = (row: Simulated | undefined) =>
    row && total(row.ours) - (Object.entries(row.ours).find(([call]) => isLook(call))?.[1] ?? 0);

const kilobytes = (row: Pick<Simulated, "stateBytes" | "spaces"> | undefined) =>
    row && row.stateBytes / row.spaces / 1000;
