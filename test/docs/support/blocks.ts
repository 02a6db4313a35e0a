import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { checkout } from "../../../cli/demo/checkout";

/** A block of code on a page. */
export interface Block {
    /** The page, as a path from the root. */
    readonly page: string;
    /** Where it begins, for example "docs/drift.md:3". */
    readonly at: string;
    /** The word after the fence, for example "sh". */
    readonly language: string;
    readonly text: string;
    /** What an invisible comment above the block says about it. */
    readonly note: string | undefined;
}

const fence = /^([ ]*)```(\w*)\n(.*?)^[ ]*```$/gms;

/** The blocks of a page, in their order. */
export function blocksOf(page: string): readonly Block[] {
    const whole = readFileSync(join(checkout, page), "utf8");
    return [...whole.matchAll(fence)].map((match) => {
        const [, indent = "", language = "", text = ""] = match;
        const before = whole.slice(0, match.index);
        return {
            page,
            at: `${page}:${before.split("\n").length}`,
            language,
            text: text.replaceAll(new RegExp(`^${indent}`, "gm"), ""),
            note: /<!-- ((?:(?!-->).)*) -->\s*$/s.exec(before)?.[1],
        };
    });
}

/** The pages whose blocks are checked: the main page, and all of `docs`. */
export const pages: readonly string[] = [
    "README.md",
    ...readdirSync(join(checkout, "docs"))
        .filter((name) => name.endsWith(".md"))
        .map((name) => `docs/${name}`),
];

/** What a note above a block of commands says: how they end, where else they are run, or why they are not. */
export type Way =
    | { readonly kind: "here"; readonly code: number }
    | { readonly kind: "elsewhere"; readonly test: string }
    | { readonly kind: "not run"; readonly reason: string };

/** What is to be done with a block of commands. Without a note it is run, and must end with 0. */
export function wayOf({ note = "", at }: Block): Way {
    const code = /^ends with (\d+)$/.exec(note)?.[1];
    const test = /^run by (test\/\S+)$/.exec(note)?.[1];
    const reason = /^not run: (.+)$/s.exec(note)?.[1];
    if (code !== undefined) return { kind: "here", code: Number(code) };
    if (test !== undefined) return { kind: "elsewhere", test };
    if (reason !== undefined) return { kind: "not run", reason };
    if (note !== "") throw new Error(`${at}: "${note}" is no note about a block.`);
    return { kind: "here", code: 0 };
}
