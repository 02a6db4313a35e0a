import { element } from "./element.mjs";

/**
 * A time of day, with the date when that is not today.
 *
 * @param {number} atMs
 * @returns {HTMLTimeElement}
 */
export function timeElement(atMs) {
    const at = new Date(atMs);
    const time = at.toLocaleTimeString("en-GB");
    const isToday = at.toDateString() === new Date().toDateString();
    const text = isToday ? time : `${at.toLocaleDateString("en-CA")} ${time}`;
    return element("time", { datetime: at.toISOString() }, text);
}
