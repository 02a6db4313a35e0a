import { Calls } from "./calls.mjs";
import { part } from "./element.mjs";
import { showTree } from "./folder-tree.mjs";
import { grantsIn } from "./grants.mjs";
import { showGroups } from "./groups.mjs";
import { follow } from "./live.mjs";
import { Lookup } from "./lookup.mjs";
import { Names } from "./names.mjs";
import { showPolicies } from "./policies.mjs";
import { spacesIn } from "./spaces.mjs";
import { showSpaces } from "./spaces-table.mjs";
import { summaryOf } from "./summary.mjs";
import { treeIn } from "./tree.mjs";

/** @import { State } from "../state.js" */

const calls = new Calls();
const names = new Names();
const onlyWrites = /** @type {HTMLInputElement} */ (part("only-writes"));

const showCalls = () => calls.show(names, onlyWrites.checked);

/** @param {State} state */
function showState(state) {
    const lookup = new Lookup(state);
    const grants = grantsIn(lookup);
    const spaces = spacesIn(lookup, grants);
    names.learn(state);
    part("summary").textContent = summaryOf(spaces);
    showSpaces(spaces);
    showTree(treeIn(lookup, grants));
    showPolicies(lookup);
    showGroups(lookup);
    showCalls();
}

/** @param {boolean} isConnected */
function showConnection(isConnected) {
    const badge = part("connection");
    badge.textContent = isConnected ? "Live" : "The tenant does not answer";
    badge.className = `badge ${isConnected ? "good" : "bad"}`;
}

// Once a highlight has faded, its mark goes, so that moving the element does not bring it back.
document.addEventListener("animationend", ({ target }) => {
    if (target instanceof Element) target.classList.remove("fresh");
});
onlyWrites.addEventListener("change", showCalls);
follow({
    onState: showState,
    onConnection: showConnection,
    onRequests(requests, meanwhile) {
        calls.replace(requests, meanwhile);
        showCalls();
    },
    onRequest(request) {
        calls.add(request);
        showCalls();
    },
});
