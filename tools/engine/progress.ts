/** Shows progress on stderr: on a terminal in one line that keeps changing, otherwise every ten seconds. */
export interface Progress {
    /** Sets the current phase. */
    phase(text: string): void;
    /** Sets how far the phase is; shown with it. */
    detail(text: string): void;
    done(): void;
}

const everyMs = process.stderr.isTTY ? 1_000 : 10_000;

/** Starts to show progress. Call `done`, or the process does not end. */
export function startProgress(): Progress {
    const startMs = Date.now();
    let phase = "";
    let detail = "";
    const tell = () => {
        const elapsed = `${Math.round((Date.now() - startMs) / 1000)} s`.padStart(5);
        const line = `engine: ${elapsed}  ${phase}${detail && `, ${detail}`}`;
        process.stderr.write(process.stderr.isTTY ? `\r\u001b[2K${line}` : `${line}\n`);
    };
    const timer = setInterval(tell, everyMs);
    return {
        phase(text) {
            if (process.stderr.isTTY && phase) process.stderr.write("\n");
            [phase, detail] = [text, ""];
            tell();
        },
        detail(text) {
            detail = text;
        },
        done() {
            clearInterval(timer);
            if (process.stderr.isTTY) process.stderr.write("\n");
        },
    };
}

/** Prints one line on stderr. */
export function note(text: string): void {
    process.stderr.write(`engine: ${text}\n`);
}
