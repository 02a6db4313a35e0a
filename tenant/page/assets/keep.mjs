/**
 * A child, and a text of what it shows, for comparison.
 * @typedef {{ readonly shown: string, readonly node: HTMLElement }} Kept
 */

/** @type {WeakMap<Element, Map<string, Kept>>} */
const keptOf = new WeakMap();

/**
 * Gives the parent one child for each item, in this order. A child whose item has not changed stays untouched; any other
 * is drawn and marked as fresh, unless the parent is filled for the first time. Returns the children by key.
 *
 * @template Item
 * @param {Element} parent
 * @param {readonly Item[]} items
 * @param {(item: Item) => string} keyOf
 * @param {(item: Item) => HTMLElement} draw
 * @returns {Map<string, HTMLElement>}
 */
export function keep(parent, items, keyOf, draw) {
    const before = keptOf.get(parent);
    /** @type {Map<string, Kept>} */
    const now = new Map();
    for (const item of items) {
        const shown = JSON.stringify(item);
        const known = before?.get(keyOf(item));
        now.set(keyOf(item), known?.shown === shown ? known : { shown, node: drawn(draw(item), before !== undefined) });
    }
    keptOf.set(parent, now);
    const nodes = new Map([...now].map(([key, { node }]) => [key, node]));
    arrange(parent, [...nodes.values()]);
    return nodes;
}

/**
 * @param {HTMLElement} node
 * @param {boolean} isFresh
 */
function drawn(node, isFresh) {
    if (isFresh) node.classList.add("fresh");
    return node;
}

/**
 * @param {Element} parent
 * @param {readonly HTMLElement[]} nodes
 */
function arrange(parent, nodes) {
    const wanted = new Set(nodes);
    // Removes old children first, so that the remaining ones are not moved: a move restarts their animation.
    for (const child of [...parent.children]) if (!wanted.has(/** @type {HTMLElement} */ (child))) child.remove();
    nodes.forEach((node, index) => {
        const there = parent.children[index] ?? null;
        if (there !== node) parent.insertBefore(node, there);
    });
}
