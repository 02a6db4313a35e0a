import { element, part, showEither } from "./element.mjs";
import { keep } from "./keep.mjs";
import { pushCell, reachesCell, sourceCell, targetCell } from "./space-cells.mjs";

/** @import { Space } from "./spaces.mjs" */

/**
 * One cell of a space's row: its data, and its content.
 * @typedef {{ readonly column: string, readonly shows: unknown, readonly draw: () => readonly Node[] }} Cell
 */

/**
 * Shows one row for each space.
 *
 * @param {readonly Space[]} spaces
 */
export function showSpaces(spaces) {
    showEither("spaces", "no-spaces", spaces.length > 0);
    const ids = spaces.map(({ id }) => id);
    const rows = keep(part("spaces-rows"), ids, String, () => element("tr", {}));
    // Each cell separately, so that only the changed cell is marked and not the whole row.
    for (const space of spaces) showCells(rows.get(space.id), space);
}

/**
 * @param {HTMLElement | undefined} row
 * @param {Space} space
 */
function showCells(row, space) {
    const { source, push, target, reaches } = space;
    /** @type {Cell[]} */
    const cells = [
        { column: "Okta group", shows: source, draw: () => sourceCell(space) },
        { column: "Push", shows: push, draw: () => pushCell(space) },
        { column: "OPA group", shows: [target, push.status], draw: () => targetCell(space) },
        { column: "Folder, and what they may do", shows: reaches, draw: () => reachesCell(space) },
    ];
    if (row) keep(row, cells, ({ column }) => column, drawCell);
}

/** @param {Cell} cell */
function drawCell({ column, draw }) {
    // When the table is shown as cards, each cell shows its column's title.
    const attributes = { "data-column": column };
    return column === "Okta group"
        ? element("th", { ...attributes, scope: "row" }, ...draw())
        : element("td", attributes, ...draw());
}
