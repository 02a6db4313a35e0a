import { visible } from "../tenant/visible";

/** Writes lines to stdout, without characters that would control the terminal; only `style` may add some. */
export function tell(text: string, style = (plain: string) => plain): void {
    process.stdout.write(`${style(visible(text))}\n`);
}

/** The same to stderr. */
export function tellAside(text: string): void {
    process.stderr.write(`${visible(text)}\n`);
}

/** Passes on to stderr what another program says, as it comes. */
export function passAside(text: string): void {
    process.stderr.write(visible(text));
}

/** Where a person is asked, and answers. */
export const conversation = () => ({ input: process.stdin, output: process.stdout });
