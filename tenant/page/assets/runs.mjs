/** @import { Request } from "../state.js" */

/**
 * The same call some times in a row.
 * @typedef {{ readonly key: string, readonly request: Request, readonly times: number }} Run
 */

/**
 * The calls, newest first, with equal ones in a row counted instead of repeated.
 *
 * @param {readonly Request[]} requests In the order of their ends.
 * @param {number} firstNumber Number of the first among all calls since the page was opened.
 * @returns {Run[]}
 */
export function runsOf(requests, firstNumber) {
    /** @type {Run[]} */
    const runs = [];
    requests.forEach((request, index) => {
        const last = runs.at(-1);
        if (last && isSame(last.request, request)) runs[runs.length - 1] = { ...last, request, times: last.times + 1 };
        else runs.push({ key: String(firstNumber + index), request, times: 1 });
    });
    return runs.reverse();
}

/**
 * @param {Request} one
 * @param {Request} other
 */
function isSame(one, other) {
    /** @type {(keyof Request)[]} */
    const told = ["method", "path", "query", "status", "by", "api"];
    return told.every((key) => one[key] === other[key]);
}
