/** Characters that reverse text, have no width or are not text; line ends are not included. */
const unseen = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * A text with invisible characters written out, so that two different names look different.
 *
 * @param {string} text
 */
const visible = (text) => text.replaceAll(unseen, (one) => `\\u{${one.codePointAt(0)?.toString(16)}}`);

/**
 * An element with these children. A string only ever becomes visible text: a group may have any name.
 *
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Readonly<Record<string, string>>} attributes
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, attributes, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, visible(value));
    made.append(...children.map((child) => (typeof child === "string" ? visible(child) : child)));
    return made;
}

/**
 * The element of the page with this id. Throws when the page has none.
 *
 * @param {string} id
 * @returns {HTMLElement}
 */
export function part(id) {
    const found = document.getElementById(id);
    if (!found) throw new Error(`The page has no element "${id}".`);
    return found;
}

/**
 * Shows one part of the page, or instead the part that says that there is nothing to show.
 *
 * @param {string} id
 * @param {string} emptyId
 * @param {boolean} isFilled
 */
export function showEither(id, emptyId, isFilled) {
    part(id).hidden = !isFilled;
    part(emptyId).hidden = isFilled;
}
