import { visible } from "../tenant/visible";

/** Writes lines to stdout, without characters that would control the terminal; only `style` may add some. */
export function tell(text: string, style = (plain: string) => plain): void {
    process.stdout.write(`${style(visible(text))}\n`);
}

/** The same to stderr. */
export function tellAside(text: string): void {
    process.stderr.write(`${visible(text)}\n`);
}
