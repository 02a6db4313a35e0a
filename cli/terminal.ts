import { visible } from "../tenant/visible";

/** Writes lines to stdout, with nothing in them that a terminal would obey; `style` may add what it should. */
export function tell(text: string, style = (plain: string) => plain): void {
    process.stdout.write(`${style(visible(text))}\n`);
}

/** The same to stderr. */
export function tellAside(text: string): void {
    process.stderr.write(`${visible(text)}\n`);
}
