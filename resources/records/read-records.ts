import { recordFrom, type UpRecord } from "./document";

/** What files of records hold. */
export interface ReadRecords {
    /** In order of time. */
    readonly records: readonly UpRecord[];
    /** Lines that cannot be read, in sentences. */
    readonly notRead: readonly string[];
}

/** Reads a file with one record on each line. A line that a killed run cut off is told, and what follows it is read. */
export function recordsIn(text: string, file: string): ReadRecords {
    const lines = text.split("\n").map((line, index) => readLine(line, `${file}, line ${index + 1}`));
    const records = lines.flatMap(({ record }) => record ?? []);
    return {
        records: records.toSorted((one, other) => Date.parse(one.time) - Date.parse(other.time)),
        notRead: lines.flatMap(({ notRead }) => notRead ?? []),
    };
}

interface Line {
    readonly record?: UpRecord | undefined;
    readonly notRead?: string;
}

/** With what each record begins. */
const start = '{"format":';

function readLine(line: string, where: string): Line {
    if (line.trim() === "") return {};
    const whole = parsed(line);
    if (whole !== undefined) {
        const record = recordFrom(whole);
        return record ? { record } : { notRead: `${where}: is no record that this version knows.` };
    }
    const cut = `${where}: is cut off, as a killed run leaves it: one record is lost.`;
    // A record that was appended after a line without an end stands on the same line.
    const later = line.lastIndexOf(start);
    const record = later > 0 ? recordFrom(parsed(line.slice(later))) : undefined;
    return { record, notRead: cut };
}

function parsed(text: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        return undefined;
    }
}
