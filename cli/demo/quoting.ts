import { quote } from "./narrate";

/** Pulumi's warning about any plugin found on PATH. The demo named the plugin when it found the engine. */
const alreadyTold = /using pulumi-resource-okta from \$PATH|This is the Okta stand-in/;
/** Skipped: Pulumi prints another line when the operation is done. */
const beginning = /\b(creating|updating|deleting|refreshing) \(0s\)\s*$/;
/** Printed only if an indented line follows. */
const heading = /^(Diagnostics:| {2}pulumi:pulumi:Stack .*:)$/;

/** Quotes the output lines of one command, without those that say nothing new. */
export function startQuoting(): (line: string) => void {
    let headings: string[] = [];
    return (line) => {
        if (line.trim() === "" || alreadyTold.test(line) || beginning.test(line)) return;
        if (heading.test(line)) {
            headings.push(line);
            return;
        }
        if (line.startsWith("    ")) headings.forEach(quote);
        headings = [];
        quote(line);
    };
}
