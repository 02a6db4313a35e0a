import { tell } from "../terminal";

const startMs = Date.now();
const isTty = process.stdout.isTTY === true;

/** Starts a step: prints what happens now, and the time so far. */
export function step(title: string): void {
    const elapsed = `${Math.round((Date.now() - startMs) / 1000)} s`.padStart(4);
    tell(`\n${elapsed}  ${title}`, bold);
}

/** Prints a line within a step. */
export function say(text: string, style?: (plain: string) => string): void {
    tell(text.replace(/^(?=.)/gm, "      "), style);
}

/** Prints the command that is run, as a user would type it. */
export function command(line: string): void {
    say(`$ ${line}`, bold);
}

/** Prints a command's output, set off from the demo's own text. */
export function quote(line: string): void {
    tell(`      | ${line}`);
}

/** Thrown when a step does not end as it should: ends the demo with an error. */
export class CheckFailed extends Error {}

/** Ends the demo unless `isSo`. */
export function expectThat(isSo: boolean, expectation: string): void {
    if (!isSo) throw new CheckFailed(`Check failed: ${expectation}.`);
    say(`✔ ${expectation}`);
}

function bold(text: string): string {
    return isTty ? `\u001b[1m${text}\u001b[0m` : text;
}
