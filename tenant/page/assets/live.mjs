/** @import { Request, State } from "../state.js" */

/** Changes come in bursts: the state is read at most once in this time, or less often when reading takes longer. */
const restMs = 100;

/**
 * Handlers for news from the tenant.
 *
 * @typedef {object} Reader
 * @property {(requests: readonly Request[], meanwhile: readonly Request[]) => void} onRequests All calls so far, and those
 * that ended during the request for them; a call may be in both.
 * @property {(request: Request) => void} onRequest One more call has ended.
 * @property {(state: State) => void} onState
 * @property {(isConnected: boolean) => void} onConnection
 */

/**
 * Follows the tenant for as long as the page is open. The browser reconnects by itself after the tenant was away.
 *
 * @param {Reader} reader
 */
export function follow(reader) {
    const events = new EventSource("/control/events");
    const refresh = oneAtATime(async () => {
        const [state, access] = await Promise.all([read("/control/state"), read("/control/access")]);
        if (state && access) reader.onState({ ...state, access });
    });
    /** @type {Request[] | undefined} */
    let meanwhile;
    async function beginAnew() {
        refresh();
        meanwhile = [];
        const requests = await read("/control/requests");
        reader.onRequests(requests ?? [], meanwhile ?? []);
        meanwhile = undefined;
    }
    events.addEventListener("open", () => {
        reader.onConnection(true);
        return beginAnew();
    });
    events.addEventListener("error", () => reader.onConnection(false));
    events.addEventListener("cleared", beginAnew);
    events.addEventListener("change", refresh);
    events.addEventListener("request", ({ data }) => {
        /** @type {Request} */
        const request = JSON.parse(data);
        if (meanwhile) meanwhile.push(request);
        else reader.onRequest(request);
        if (request.writes) refresh();
    });
}

/**
 * Undefined when the tenant does not answer. When its events are back, everything is read again.
 *
 * @param {string} path
 */
async function read(path) {
    try {
        return await (await fetch(path)).json();
    } catch {
        return undefined;
    }
}

/**
 * A function that runs the task after a short delay: never twice at once, and again if it was called meanwhile.
 *
 * @param {() => Promise<void>} task
 * @returns {() => void}
 */
function oneAtATime(task) {
    let isAsked = false;
    let isBusy = false;
    let tookMs = 0;
    async function run() {
        isAsked = false;
        const beganMs = performance.now();
        try {
            await task();
        } finally {
            tookMs = performance.now() - beganMs;
            isBusy = false;
            if (isAsked) ask();
        }
    }
    function ask() {
        isAsked = true;
        if (isBusy) return;
        isBusy = true;
        setTimeout(run, Math.max(restMs, tookMs));
    }
    return ask;
}
