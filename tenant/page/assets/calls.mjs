import { element, part, showEither } from "./element.mjs";
import { keep } from "./keep.mjs";
import { runsOf } from "./runs.mjs";
import { timeElement } from "./time.mjs";

/** @import { Request } from "../state.js" */
/** @import { Names } from "./names.mjs" */
/** @import { Run } from "./runs.mjs" */

/** How many calls are remembered; a page that is open for days stays light. */
const remembered = 1000;
/** How many lines are shown. */
const shownAtMost = 200;

/** The latest API calls. */
export class Calls {
    /** @type {Request[]} */
    #requests = [];
    #firstNumber = 0;

    /**
     * Starts over with all calls so far.
     *
     * @param {readonly Request[]} requests
     * @param {readonly Request[]} meanwhile Calls that ended during the request for these; they may be among them.
     */
    replace(requests, meanwhile) {
        this.#firstNumber += this.#requests.length;
        this.#requests = requests.slice(-remembered);
        const known = new Set(this.#requests.map((request) => JSON.stringify(request)));
        for (const request of meanwhile) if (!known.has(JSON.stringify(request))) this.add(request);
    }

    /**
     * Adds a finished call.
     *
     * @param {Request} request
     */
    add(request) {
        const begun = this.#requests.findIndex((one) => one.status === 0 && isOneCall(one, request));
        if (begun >= 0) this.#requests.splice(begun, 1, request);
        else this.#requests.push(request);
        if (this.#requests.length <= remembered) return;
        this.#requests.shift();
        this.#firstNumber += 1;
    }

    /**
     * Shows the calls, newest first, with names in place of the ids in their paths.
     *
     * @param {Names} names
     * @param {boolean} onlyWrites Whether to leave out calls that change nothing.
     */
    show(names, onlyWrites) {
        const chosen = onlyWrites ? this.#requests.filter(({ writes }) => writes) : this.#requests;
        const runs = runsOf(chosen, this.#firstNumber).slice(0, shownAtMost);
        const lines = runs.map((run) => ({ ...run, steps: stepsOf(run.request.path, names) }));
        showEither("calls", "no-calls", lines.length > 0);
        keep(part("calls"), lines, ({ key }) => key, drawLine);
    }
}

/**
 * Whether both are the same call, finished or not. The tenant lists a call as soon as it arrives.
 *
 * @param {Request} one
 * @param {Request} other
 */
function isOneCall(one, other) {
    return one.atMs === other.atMs && one.method === other.method && one.path === other.path;
}

/**
 * A segment of a path as shown; when it is a name, also the id that the name replaces.
 * @typedef {{ readonly text: string, readonly id?: string }} Step
 */

/**
 * @param {string} path
 * @param {Names} names
 * @returns {Step[]}
 */
function stepsOf(path, names) {
    return path.split("/").map((segment) => {
        const name = names.of(segment);
        return name === undefined ? { text: readable(segment) } : { text: name, id: segment };
    });
}

/** @param {Run & { readonly steps: readonly Step[] }} line */
function drawLine({ request, times, steps }) {
    const { api, method, query, status, atMs, by, writes } = request;
    const path = steps.flatMap(({ text, id }, index) => {
        const step = id === undefined ? text : element("span", { class: "object", title: id }, text);
        return index === 0 ? [step] : ["/", element("wbr", {}), step];
    });
    const isBad = status === 0 || status >= 400;
    return element(
        "li",
        { class: writes ? "call writes" : "call" },
        element(
            "p",
            {},
            element("span", { class: "method" }, method),
            " ",
            element("span", { class: "path" }, ...path),
            query ? element("span", { class: "muted query" }, `?${readable(query.replaceAll("+", " "))}`) : "",
        ),
        element("span", { class: isBad ? "status bad-text" : "status" }, status === 0 ? "dropped" : String(status)),
        element(
            "p",
            { class: "muted" },
            timeElement(atMs),
            ` ${api === "okta" ? "Okta" : "OPA"}, ${by}`,
            times > 1 ? `, ${times} times` : "",
        ),
    );
}

/**
 * A part of an address, decoded; unchanged when its escapes are not valid.
 *
 * @param {string} part
 */
function readable(part) {
    try {
        return decodeURIComponent(part);
    } catch {
        return part;
    }
}
