import { element } from "./element.mjs";

const dayMs = 24 * 60 * 60 * 1000;

/**
 * A time of day; with the date when it is a day or more away from now.
 *
 * @param {number} atMs
 * @returns {HTMLTimeElement}
 */
export function timeElement(atMs) {
    const at = new Date(atMs);
    const time = at.toLocaleTimeString("en-GB");
    const isNear = Math.abs(Date.now() - atMs) < dayMs;
    const text = isNear ? time : `${at.toLocaleDateString("en-CA")} ${time}`;
    return element("time", { datetime: at.toISOString() }, text);
}
