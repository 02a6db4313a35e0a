import type { Mistake } from "../../lifecycle/declared/mistake";

/** A mistake in a file, and where it stands there. */
export interface FileMistake extends Mistake {
    readonly file: string;
    /** From 1. */
    readonly line: number;
    /** In UTF-16 units, from 1. */
    readonly column: number;
}

/** As editors and CI read it: `file:line:column property: reason`. */
export const asMistake = ({ file, line, column, property, reason }: FileMistake): Mistake => ({
    property: `${file}:${line}:${column}${property === "" ? "" : ` ${property}`}`,
    reason,
});
