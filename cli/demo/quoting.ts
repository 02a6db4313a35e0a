import { quote } from "./narrate";

/** Pulumi's warning about any plugin that is found on PATH; which one it is was told when the engine was found. */
const alreadyTold = /using pulumi-resource-okta from \$PATH|This is the Okta stand-in/;
/** It is told again when it is done. */
const beginning = /\b(creating|updating|deleting|refreshing) \(0s\)\s*$/;
/** Worth a line only if one follows below it. */
const heading = /^(Diagnostics:| {2}pulumi:pulumi:Stack .*:)$/;

/** Quotes the lines of one command, without what says nothing new. */
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
