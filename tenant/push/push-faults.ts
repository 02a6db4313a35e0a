/** A fault to inject into later pushes. */
export interface PushFault {
    /** Name of the source group; any when absent. */
    readonly group?: string;
    /** `error` puts the mapping into ERROR; with `never` the push never arrives, and nothing shows it. */
    readonly outcome: "error" | "never";
    /** How many pushes it hits; the removal of a target counts as one. 1 when absent. */
    readonly times?: number;
}

/** The faults that still wait for their push. */
export class PushFaults {
    #armed: { readonly fault: PushFault; left: number }[] = [];

    /** Makes later pushes fail. */
    arm(fault: PushFault): void {
        this.#armed.push({ fault, left: fault.times ?? 1 });
    }

    /** The faults that have not happened yet. */
    get waiting(): readonly PushFault[] {
        return this.#armed.map(({ fault, left }) => ({ ...fault, times: left }));
    }

    /** Drops the faults that have not happened yet. */
    clear(): void {
        this.#armed = [];
    }

    /** The fault for this push of the source group with this name, if any; it counts the push. */
    take(groupName: string | undefined): PushFault["outcome"] | undefined {
        const armed = this.#armed.find(({ fault }) => fault.group === undefined || fault.group === groupName);
        if (armed) armed.left -= 1;
        this.#armed = this.#armed.filter(({ left }) => left > 0);
        return armed?.fault.outcome;
    }
}
