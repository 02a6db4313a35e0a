/** Remembers what may be used only once, for as long as it could be used again. */
export class UsedOnce {
    readonly #untilMs = new Map<string, number>();

    /** Whether this is the first use; `untilMs` is when a second one would be refused for its age anyway. */
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

    // Only from the oldest on, so that a use costs the same however many there were.
    #forget(nowMs: number): void {
        for (const [id, untilMs] of this.#untilMs) {
            if (untilMs > nowMs) return;
            this.#untilMs.delete(id);
        }
    }
}
