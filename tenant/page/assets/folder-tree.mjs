import { element, part } from "./element.mjs";
import { keep } from "./keep.mjs";
import { peopleList } from "./people.mjs";
import { privilegesLine } from "./privileges.mjs";

/** @import { Access, Item, Root } from "./tree.mjs" */

/**
 * Shows every project's folders and secrets, and who can do what in them.
 *
 * @param {readonly Root[]} roots
 */
export function showTree(roots) {
    const heads = roots.map(({ items, ...head }) => head);
    const nodes = keep(part("folders"), heads, ({ id }) => id, drawRoot);
    for (const { id, items } of roots) showItems(nodes.get(id)?.querySelector("ul"), items);
}

/** @param {Omit<Root, "items">} root */
function drawRoot({ path, administrators }) {
    const who =
        administrators.length > 0 ? `Administrators by role see every folder: ${administrators.join(", ")}.` : "";
    return element(
        "div",
        { class: "project" },
        element("h3", {}, path),
        element("p", { class: "muted" }, who),
        element("ul", { class: "tree" }),
    );
}

/**
 * @param {Element | null | undefined} list
 * @param {readonly Item[]} items
 */
function showItems(list, items) {
    if (!list) return;
    // An item's line is redrawn without its content, which has lines of its own.
    const ids = items.map(({ id }) => id);
    const nodes = keep(list, ids, String, () =>
        element("li", {}, element("div", {}), element("ul", { class: "tree" })),
    );
    for (const item of items) {
        const [line, inside] = nodes.get(item.id)?.children ?? [];
        if (line) showLine(line, item);
        showItems(inside, item.items);
    }
}

/**
 * @param {Element} place
 * @param {Item} item
 */
function showLine(place, { items, ...item }) {
    keep(place, [item], ({ id }) => id, drawItem);
}

/** @param {Omit<Item, "items">} item */
function drawItem({ kind, name, description, access }) {
    return element(
        "div",
        { class: "item" },
        element(
            "p",
            {},
            element("span", { class: `name ${kind}` }, name),
            kind === "secret" ? element("span", { class: "badge off" }, "secret") : "",
            element("span", { class: "muted description" }, description),
        ),
        ...(access.length > 0 ? [element("ul", { class: "access" }, ...access.map(accessLine))] : []),
    );
}

/** @param {Access} access */
function accessLine({ group, isWorkload, people, privileges, conditions, policy }) {
    return element(
        "li",
        { class: "grant" },
        element(
            "div",
            {},
            element("p", {}, group),
            ...(people.length > 0 ? [peopleList(people)] : []),
            ...(people.length > 0 || isWorkload ? [] : [element("p", { class: "muted" }, "nobody is in it yet")]),
        ),
        element(
            "div",
            {},
            privilegesLine(privileges, conditions),
            element("p", { class: "muted" }, `by policy "${policy}"`),
        ),
    );
}
