import type { TenantClock } from "./clock";
import type { Answer } from "./http/answer";

/** A fault to inject into a later request. */
export interface RequestFault {
    /** Only requests of this method; any when absent. */
    readonly method?: string;
    /** Only requests whose path (without query) matches; any when absent. */
    readonly path?: RegExp;
    /** Which of the matching requests is hit first, counted from now; 1 when absent. */
    readonly nth?: number;
    /** How many matching requests in a row it hits; 1 when absent. */
    readonly times?: number;
    /** Answers this status and does not do what was asked. */
    readonly status?: number;
    /** Drops the connection before, or after, doing what was asked. */
    readonly drop?: "before" | "after";
    /** Delays the answer by this much tenant time; what was asked is done at once. */
    readonly delayMs?: number;
    /** Answers this body instead of the real one; without `status`, what was asked is still done. */
    readonly body?: string;
    /** Adds these headers to the answer. */
    readonly headers?: Readonly<Record<string, string>>;
}

interface Armed {
    readonly fault: RequestFault;
    skip: number;
    left: number;
}

/** The answer to a request, or `dropped` when its connection is dropped. */
export type Outcome = Answer | "dropped";

/** The faults that still wait for their request. */
export class Faults {
    #armed: Armed[] = [];

    /** Makes a later matching request fail as described. */
    arm(fault: RequestFault): void {
        this.#armed.push({ fault, skip: (fault.nth ?? 1) - 1, left: fault.times ?? 1 });
    }

    /** The faults that have not happened yet. */
    get waiting(): readonly RequestFault[] {
        return this.#armed.map(({ fault, skip, left }) => ({ ...fault, nth: skip + 1, times: left }));
    }

    /** Drops the faults that have not happened yet. */
    clear(): void {
        this.#armed = [];
    }

    /** The fault for this request, if any. The request counts for every fault that it matches. */
    take(method: string, path: string): RequestFault | undefined {
        const fitting = this.#armed.filter(({ fault }) => matches(fault, method, path));
        const meant = fitting.find(({ skip }) => skip === 0);
        for (const armed of fitting) if (armed.skip > 0) armed.skip -= 1;
        if (meant) meant.left -= 1;
        this.#armed = this.#armed.filter(({ left }) => left > 0);
        return meant?.fault;
    }
}

function matches(fault: RequestFault, method: string, path: string): boolean {
    if (fault.method && fault.method.toUpperCase() !== method) return false;
    return !fault.path || new RegExp(fault.path.source, fault.path.flags.replace("g", "")).test(path);
}

/** Answers a request as its fault says. `refuse` makes the API's own answer for a status; `proceed` does what was asked. */
export async function faulted(
    fault: RequestFault | undefined,
    clock: TenantClock,
    refuse: (status: number) => Answer,
    proceed: () => Promise<Answer>,
): Promise<Outcome> {
    if (!fault) return proceed();
    if (fault.drop === "before") return "dropped";
    const answer = fault.status === undefined ? await proceed() : refuse(fault.status);
    if (fault.delayMs) await clock.wait(fault.delayMs);
    if (fault.drop === "after") return "dropped";
    return {
        ...answer,
        headers: { ...answer.headers, ...fault.headers },
        ...(fault.body === undefined ? {} : { text: fault.body }),
    };
}
