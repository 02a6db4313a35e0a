import { element } from "./element.mjs";

/** @import { Person } from "./spaces.mjs" */

/** How many people are named; the rest is only counted. */
const namedAtMost = 30;

/**
 * The names of people, each with their note; people beyond the limit are only counted.
 *
 * @param {readonly Person[]} people
 * @returns {HTMLElement}
 */
export function peopleList(people) {
    const named = people
        .slice(0, namedAtMost)
        .map(({ name, title, note }) =>
            element(
                "li",
                { class: note === undefined ? "person" : "person kept-out", title },
                note ? `${name} (${note})` : name,
            ),
        );
    const rest = people.length - named.length;
    return element("ul", { class: "people" }, ...named, ...(rest > 0 ? [element("li", {}, `and ${rest} more`)] : []));
}

/**
 * How many there are, in words.
 *
 * @param {number} count
 * @param {string} one
 * @param {string} many
 */
export function counted(count, one, many) {
    return `${count === 0 ? "no" : count} ${count === 1 ? one : many}`;
}
