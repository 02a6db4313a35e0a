/** What is to become of pushes to come. */
export interface PushFault {
    /** Name of the source group; any when absent. */
    readonly group?: string;
    /** `error` puts the mapping into ERROR; `never` lets the push stay away without a sign. */
    readonly outcome: "error" | "never";
    /** How many pushes it hits, the removal of a target counted as one; 1 when absent. */
    readonly times?: number;
}

/** The push faults that wait for their push. */
export class PushFaults {
    #armed: { readonly fault: PushFault; left: number }[] = [];

    /** Lets pushes to come fail. */
    arm(fault: PushFault): void {
        this.#armed.push({ fault, left: fault.times ?? 1 });
    }

    /** The failures that have not happened yet. */
    get waiting(): readonly PushFault[] {
        return this.#armed.map(({ fault, left }) => ({ ...fault, times: left }));
    }

    /** Forgets the failures that have not happened yet. */
    clear(): void {
        this.#armed = [];
    }

    /** What is to become of this push of the source group of this name; it counts the push. */
    take(groupName: string | undefined): PushFault["outcome"] | undefined {
        const armed = this.#armed.find(({ fault }) => fault.group === undefined || fault.group === groupName);
        if (armed) armed.left -= 1;
        this.#armed = this.#armed.filter(({ left }) => left > 0);
        return armed?.fault.outcome;
    }
}
