/** Remembers what may be used only once, until it is too old to be used again. */
export class UsedOnce {
    readonly #untilMs = new Map<string, number>();

    /** Whether this is the first use; from `untilMs` on, a second use would be refused as too old anyway. */
    take(id: string, untilMs: number, nowMs: number): boolean {
        this.#forget(nowMs);
        if (this.#untilMs.has(id)) return false;
        this.#untilMs.set(id, untilMs);
        return true;
    }

    /** Forgets every use. */
    clear(): void {
        this.#untilMs.clear();
    }

    // Drops from the oldest entry on, so that each use costs the same however many there were.
    #forget(nowMs: number): void {
        for (const [id, untilMs] of this.#untilMs) {
            if (untilMs > nowMs) return;
            this.#untilMs.delete(id);
        }
    }
}
