import { visibleOnOneLine } from "./visible";

/** Prints a line that `pulumi up` shows as information. */
export function say(line: string): void {
    console.log(visibleOnOneLine(line));
}

/** Prints a warning that a person should act on: something is not as declared, or will not stay so. */
export function warn(line: string): void {
    console.warn(visibleOnOneLine(line));
}

/** Prints a line about the work itself: what is waited for, what was sent. */
export function sayOnStderr(line: string): void {
    process.stderr.write(`${visibleOnOneLine(line)}\n`);
}
