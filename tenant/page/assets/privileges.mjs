import { allPrivileges } from "./all-privileges.mjs";
import { element } from "./element.mjs";

/**
 * What somebody may do, grouped by the kind of object, with the conditions.
 *
 * @param {readonly string[]} privileges
 * @param {readonly string[]} conditions
 * @returns {HTMLElement}
 */
export function privilegesLine(privileges, conditions) {
    const words = inWords(privileges);
    const hasAll = allPrivileges.every((one) => privileges.includes(one));
    const all = [element("strong", {}, "everything"), element("span", { class: "muted" }, `: ${words}`)];
    const line = element("p", { class: "privileges" }, ...(hasAll ? all : [words]));
    for (const [index, condition] of conditions.entries()) {
        line.append(element("span", { class: "condition" }, `${index === 0 ? "only" : "and"} ${condition}`));
    }
    return line;
}

/**
 * For example "list; folders: create, update; secrets: reveal".
 *
 * @param {readonly string[]} privileges
 * @returns {string}
 */
function inWords(privileges) {
    const about = (/** @type {string} */ prefix, /** @type {string} */ plural) => {
        const verbs = privileges.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length));
        return verbs.length > 0 ? [`${plural}: ${verbs.join(", ")}`] : [];
    };
    const parts = [
        ...(privileges.includes("list") ? ["list"] : []),
        ...about("folder_", "folders"),
        ...about("secret_", "secrets"),
    ];
    return parts.length > 0 ? parts.join("; ") : "nothing";
}
