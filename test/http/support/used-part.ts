/** A service's window, with the calls it counted in it. */
export interface Window {
    readonly beganMs: number;
    used: number;
}

/**
 * The part of the permitted calls that was used, by the clock: pauses between windows count as unused. Until the window
 * after the last nearly full one began, since then there was not enough left to send; 0 when no such time can be told.
 */
export function usedPart(windows: readonly Window[], permitted: number, windowMs: number): number {
    const lastFull = windows.findLastIndex(({ used }) => used >= permitted * 0.9);
    const end = windows[lastFull + 1] ?? windows[lastFull];
    const [first] = windows;
    if (!first || !end || first === end) return 0;
    const calls = windows.slice(0, windows.indexOf(end)).reduce((sum, { used }) => sum + used, 0);
    return (calls * windowMs) / (permitted * (end.beganMs - first.beganMs));
}

/** The windows of a service in which a window begins with its first call. */
export function windowsOf(callsAtMs: readonly number[], windowMs: number): readonly Window[] {
    const windows: Window[] = [];
    for (const atMs of callsAtMs) {
        const last = windows.at(-1);
        if (last && atMs < last.beganMs + windowMs) last.used += 1;
        else windows.push({ beganMs: atMs, used: 1 });
    }
    return windows;
}
