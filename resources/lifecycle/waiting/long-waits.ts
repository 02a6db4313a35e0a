import { sayOnStderr } from "../../http/output/say";
import { forWhat, worthSayingMs } from "../../http/time/wait";

/** What is waited for, in words for the user that follow "waiting for". */
export interface Awaited {
    /** E.g. `group "team-x" to arrive in OPA`. */
    readonly one: string;
    /** The same for many who wait at once; follows a number, e.g. `groups to arrive in OPA`. Without it nobody is counted. */
    readonly many?: string;
}

/** A wait that is under way. */
export interface Wait {
    readonly one: string;
    endsAtMs: number;
    /** When the look began that is under way. */
    heldSinceMs: number | undefined;
    /** Whether it is to be announced as soon as no look is held back. */
    isOverdue: boolean;
    readonly saying: NodeJS.Timeout;
    readonly wave: Wave;
}

/** Waits for things of the same kind, or for the same thing, that follow one another closely. */
interface Wave {
    readonly many: string | undefined;
    /** Those under way. */
    readonly waits: Set<Wait>;
    /** How many have ended with what they waited for. */
    done: number;
    /** When the latest of them ended. */
    endedAtMs: number;
    /** The latest deadline that was told. */
    toldUntilMs: number;
    /** When the next line may be told; undefined before the first one. */
    nextAtMs: number | undefined;
    next: NodeJS.Timeout | undefined;
    pauseMs: number;
}

/**
 * Milliseconds by which deadlines may differ and still be announced as one: for waits for the same thing, and for waits for
 * things of the same kind. Waits of a kind with less than that between them are of the same wave.
 */
const togetherMs = { one: 10_000, many: 30_000 };

/**
 * Milliseconds between two lines about a wave: at first, and at most. Each pause is twice the one before, so that the log of a
 * pipeline gets seven lines in ten minutes, however many wait.
 */
const pauseMs = { first: 30_000, longest: 120_000 };

/** Milliseconds after which a look counts as held back when the wait is due to be announced. */
const heldMs = 1000;

const waves = new Map<string, Wave>();

/** Begins a wait, which is announced after three seconds. Whoever begins one ends it. */
export function beginWait({ one, many }: Awaited, deadlineMs: number): Wait {
    const saying = setTimeout(() => {
        const isHeld = wait.heldSinceMs !== undefined && Date.now() - wait.heldSinceMs >= heldMs;
        if (isHeld) wait.isOverdue = true;
        else announce(wait);
    }, worthSayingMs);
    const wait: Wait = {
        one,
        endsAtMs: Date.now() + deadlineMs,
        heldSinceMs: undefined,
        isOverdue: false,
        saying,
        wave: waveOf(one, many),
    };
    wait.wave.waits.add(wait);
    return wait;
}

function waveOf(one: string, many: string | undefined): Wave {
    const known = waves.get(many ?? one);
    if (known && (known.waits.size > 0 || Date.now() - known.endedAtMs <= togetherMs.many)) return known;
    const wave: Wave = {
        many,
        waits: new Set(),
        done: 0,
        endedAtMs: 0,
        toldUntilMs: Number.NEGATIVE_INFINITY,
        nextAtMs: undefined,
        next: undefined,
        pauseMs: pauseMs.first,
    };
    waves.set(many ?? one, wave);
    return wave;
}

/** Ends a wait. Those of its wave who are left are told of in time. */
export function endWait(wait: Wait, hasCome: boolean): void {
    const { wave } = wait;
    clearTimeout(wait.saying);
    wave.waits.delete(wait);
    wave.endedAtMs = Date.now();
    if (hasCome) wave.done += 1;
    if (wave.waits.size > 0) {
        tellInTime(wave);
        return;
    }
    clearTimeout(wave.next);
    wave.next = undefined;
}

/**
 * Announces a wait, once for all who wait for the same thing or for things of the same kind. After the first line about a
 * kind there is another one only when their number has changed or the deadline has moved, and a pause has passed.
 */
export function announce(wait: Wait): void {
    const { wave, endsAtMs } = wait;
    wait.isOverdue = false;
    // The last look may take its time.
    if (endsAtMs <= Date.now()) return;
    if (endsAtMs - wave.toldUntilMs <= (wave.many ? togetherMs.many : togetherMs.one)) return;
    if (wave.many && wave.nextAtMs !== undefined) tellInTime(wave);
    else tell(wave);
}

/** Tells of those who are left once the pause has passed, unless nobody is left by then. */
function tellInTime(wave: Wave): void {
    if (!wave.many || wave.next || wave.nextAtMs === undefined) return;
    wave.next = setTimeout(
        () => {
            wave.next = undefined;
            tell(wave);
        },
        Math.max(0, wave.nextAtMs - Date.now()),
    );
}

function tell(wave: Wave): void {
    const { many, waits, done } = wave;
    const nowMs = Date.now();
    const [first, ...others] = [...waits].sort((one, other) => other.endsAtMs - one.endsAtMs);
    if (!first || first.endsAtMs <= nowMs) return;
    wave.toldUntilMs = first.endsAtMs;
    if (wave.nextAtMs !== undefined) wave.pauseMs = Math.min(wave.pauseMs * 2, pauseMs.longest);
    wave.nextAtMs = nowMs + wave.pauseMs;
    const what = many && others.length > 0 ? `${waits.size} ${many}` : first.one;
    const line = `waiting up to ${forWhat(first.endsAtMs - nowMs, what, first.endsAtMs)}`;
    sayOnStderr(many && done > 0 ? `${line}; ${done} done` : line);
}
