import { element, part } from "./element.mjs";
import { keep } from "./keep.mjs";
import { counted, peopleList } from "./people.mjs";
import { privilegesLine } from "./privileges.mjs";
import { timeElement } from "./time.mjs";

/** @import { Space } from "./spaces.mjs" */

/**
 * One cell of a space's row: what it shows and how.
 * @typedef {{ readonly column: string, readonly shows: unknown, readonly draw: () => HTMLElement }} Cell
 */

/** @type {Readonly<Record<string, string>>} */
const badgeOf = { ACTIVE: "good", INACTIVE: "off", ERROR: "bad" };

/**
 * Shows one row for each space.
 *
 * @param {readonly Space[]} spaces
 */
export function showSpaces(spaces) {
    part("spaces").hidden = spaces.length === 0;
    part("no-spaces").hidden = spaces.length > 0;
    const ids = spaces.map(({ id }) => id);
    const rows = keep(part("spaces-rows"), ids, String, () => element("tr", {}));
    for (const space of spaces) {
        const row = rows.get(space.id);
        if (row) showCells(row, space);
    }
}

/**
 * @param {HTMLElement} row
 * @param {Space} space
 */
function showCells(row, space) {
    /** @type {Cell[]} */
    const cells = [
        { column: "source", shows: space.source, draw: () => sourceCell(space) },
        { column: "push", shows: space.push, draw: () => pushCell(space) },
        { column: "target", shows: [space.target, space.push.status], draw: () => targetCell(space) },
        { column: "reaches", shows: space.reaches, draw: () => reachesCell(space) },
    ];
    keep(
        row,
        cells,
        ({ column }) => column,
        ({ draw }) => draw(),
    );
}

/** @param {Space} space */
function sourceCell({ source: { name, members } }) {
    return element(
        "th",
        { scope: "row" },
        element("p", { class: "name" }, name ?? "(deleted)"),
        members.length > 0 ? peopleList(members) : element("p", { class: "muted" }, "no members"),
    );
}

/** @param {Space} space */
function pushCell({ push: { status, lastPushMs, reason, app } }) {
    const last =
        lastPushMs === undefined
            ? element("p", { class: "muted" }, "not pushed yet")
            : element("p", { class: "muted" }, "last push ", timeElement(lastPushMs));
    const said = status === "ERROR" ? [element("p", { class: "bad-text" }, reason || "Okta gives no reason.")] : [];
    const elsewhere = app ? [element("p", { class: "muted" }, `to ${app}`)] : [];
    const badge = element("span", { class: `badge ${badgeOf[status] ?? "off"}` }, status);
    return element("td", {}, element("p", {}, badge), last, ...said, ...elsewhere);
}

/** @param {Space} space */
function targetCell({ target: { name, isThere, arrived, missing }, push }) {
    const isComing = push.status === "ACTIVE";
    const awaited = missing.filter(({ note }) => note === undefined).length;
    const keptOut = missing.filter(({ note }) => note !== undefined);
    const still = isComing ? "on the way" : "not pushed";
    return element(
        "td",
        {},
        element("p", { class: isThere ? "name" : "name muted" }, name ?? "(deleted)"),
        ...(isThere ? [] : [element("p", { class: "waiting-text" }, isComing ? "not in OPA yet" : "not in OPA")]),
        ...(arrived.length > 0 ? [peopleList(arrived)] : []),
        ...(awaited > 0
            ? [element("p", { class: "waiting-text" }, `${counted(awaited, "member", "members")} ${still}`)]
            : []),
        ...(keptOut.length > 0 ? [peopleList(keptOut)] : []),
    );
}

/** @param {Space} space */
function reachesCell({ reaches }) {
    const lines = reaches.map(({ path, privileges, conditions }) =>
        element("div", {}, element("p", { class: "name path" }, path), privilegesLine(privileges, conditions)),
    );
    return element("td", {}, ...(lines.length > 0 ? lines : [element("p", { class: "muted" }, "no access yet")]));
}
