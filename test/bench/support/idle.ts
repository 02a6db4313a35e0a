import type { RecordedRequest, Tenant } from "../../../tenant";
import { closedWindows, type Span } from "./closed-windows";
import { latencyMs } from "./limits";

/** Seconds in which no call was under way, by what was waited for; the four add up to `idleSeconds`. */
export interface Idle {
    readonly idleSeconds: number;
    /** A window of a rate limit was closed, and somebody waited for it. */
    readonly closedSeconds: number;
    /** No window was closed, and a push that had been asked for was not in OPA yet. */
    readonly pushSeconds: number;
    /** Neither, and the processes computed. None in simulated time. */
    readonly computingSeconds: number;
    /** None of these: what we make ourselves, such as the time between two looks. */
    readonly ownSeconds: number;
}

const kinds = ["busy", "closed", "push", "computing"] as const;

/** What happens at the same time, the first first: a call under way is no idle time, a closed window explains more than a push. */
type Spans = Readonly<Record<(typeof kinds)[number], readonly Span[]>>;

/** Watches a tenant from now on. What it returns tells what went by until then, and watches no more. */
export function watchIdle(tenant: Tenant): (sent: readonly RecordedRequest[], computing?: readonly Span[]) => Idle {
    const beganMs = tenant.clock.wallMs();
    const pushesUntil = watchPushes(tenant);
    return (sent, computing = []) => {
        const untilMs = tenant.clock.wallMs();
        const busy = sent.map(({ atMs }) => [atMs, atMs + latencyMs] as const);
        const closed = closedWindows(tenant, sent);
        return idleWithin([beganMs, untilMs], { busy, closed, push: pushesUntil(untilMs), computing });
    };
}

/** What was waited for whenever no call was under way. */
export function idleWithin(whole: Span, spans: Spans): Idle {
    const [beganMs, endMs] = whole;
    const edges = kinds
        .flatMap((kind) => spans[kind].flatMap((span) => edgesOf(kind, span)))
        .sort((one, other) => one.atMs - other.atMs);
    const open = { busy: 0, closed: 0, push: 0, computing: 0 };
    const spentMs = { ...open, own: 0 };
    let lastMs = beganMs;
    for (const { kind, atMs, by } of [...edges, { kind: "busy", atMs: endMs, by: 0 } as const]) {
        const nowMs = Math.min(Math.max(atMs, lastMs), endMs);
        spentMs[kinds.find((one) => open[one] > 0) ?? "own"] += nowMs - lastMs;
        lastMs = nowMs;
        open[kind] += by;
    }
    const { closed, push, computing, own } = spentMs;
    return {
        idleSeconds: (closed + push + computing + own) / 1000,
        closedSeconds: closed / 1000,
        pushSeconds: push / 1000,
        computingSeconds: computing / 1000,
        ownSeconds: own / 1000,
    };
}

function edgesOf(kind: keyof Spans, [fromMs, untilMs]: Span) {
    return [
        { kind, atMs: fromMs, by: 1 },
        { kind, atMs: untilMs, by: -1 },
    ];
}

/** When first pushes were awaited: from the call that asked for one until OPA has the group, as the tenant's store has it. */
function watchPushes({ store, clock, follow }: Tenant): (endMs: number) => readonly Span[] {
    const sinceMs = new Map<string, number>();
    const spans: Span[] = [];
    const look = () => {
        const inOpa = new Set([...store.opaGroups.values()].map(({ pushedAs }) => pushedAs));
        for (const { id, status, targetGroupId, lastPushMs } of store.mappings.values()) {
            const fromMs = sinceMs.get(id);
            const hasArrived = inOpa.has(targetGroupId);
            if (fromMs === undefined && status === "ACTIVE" && !hasArrived) sinceMs.set(id, clock.wallMs());
            if (fromMs === undefined || !hasArrived) continue;
            spans.push([fromMs, lastPushMs ?? clock.wallMs()]);
            sinceMs.delete(id);
        }
    };
    const unfollow = follow(({ writes }) => {
        if (writes || sinceMs.size > 0) look();
    });
    return (endMs) => {
        look();
        unfollow();
        return [...spans, ...[...sinceMs.values()].map((fromMs) => [fromMs, endMs] as const)];
    };
}
