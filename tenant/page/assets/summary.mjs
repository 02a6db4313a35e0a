import { counted } from "./people.mjs";
import { isComplete } from "./spaces.mjs";

/** @import { Space } from "./spaces.mjs" */

/**
 * The state of the spaces in one line.
 *
 * @param {readonly Space[]} spaces
 * @returns {string}
 */
export function summaryOf(spaces) {
    if (spaces.length === 0) return "";
    const complete = spaces.filter(isComplete).length;
    const failed = spaces.filter(({ push }) => push.status === "ERROR").length;
    const errors = failed > 0 ? `, ${counted(failed, "push", "pushes")} in ERROR` : "";
    return `${counted(spaces.length, "space", "spaces")}, ${complete} complete${errors}`;
}
