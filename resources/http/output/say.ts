import { visibleOnOneLine } from "./visible";

/** Says a line where `pulumi up` shows it, as information. */
export function say(line: string): void {
    console.log(visibleOnOneLine(line));
}

/** Warns of what a person should look at: something is not as declared, or will not stay so. */
export function warn(line: string): void {
    console.warn(visibleOnOneLine(line));
}

/** Says a line about the work itself: what is waited for, what was sent. */
export function sayOnStderr(line: string): void {
    process.stderr.write(`${visibleOnOneLine(line)}\n`);
}
