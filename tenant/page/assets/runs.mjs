/** @import { Request } from "../state.js" */

/**
 * The same call, repeated a number of times in a row.
 * @typedef {{ readonly key: string, readonly request: Request, readonly times: number }} Run
 */

/**
 * The calls, newest first; equal calls in a row share a line with their count.
 *
 * @param {readonly Request[]} requests In the order in which they ended.
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
