import { element } from "./element.mjs";
import { counted, peopleList } from "./people.mjs";
import { privilegesLine } from "./privileges.mjs";
import { timeElement } from "./time.mjs";

/** @import { Space } from "./spaces.mjs" */

/** @type {Readonly<Record<string, string>>} */
const badgeOf = { ACTIVE: "good", INACTIVE: "off", ERROR: "bad" };

/**
 * The group in Okta and its members.
 *
 * @param {Space} space
 */
export function sourceCell({ source: { name, members } }) {
    return [line("name", name ?? "(deleted)"), members.length > 0 ? peopleList(members) : line("muted", "no members")];
}

/**
 * The state of the push.
 *
 * @param {Space} space
 */
export function pushCell({ push: { status, lastPushMs, reason, app } }) {
    return [
        line("", element("span", { class: `badge ${badgeOf[status] ?? "off"}` }, status)),
        lastPushMs === undefined
            ? line("muted", "not pushed yet")
            : line("muted", "last push ", timeElement(lastPushMs)),
        ...(reason ? [line("bad-text", reason)] : []),
        ...(app ? [line("muted", `to ${app}`)] : []),
    ];
}

/**
 * The group in OPA, who has arrived in it, who is on the way, and who will not come and why.
 *
 * @param {Space} space
 */
export function targetCell({ target: { name, isThere, arrived, missing }, push }) {
    const isComing = push.status === "ACTIVE";
    const awaited = missing.filter(({ note }) => note === undefined).length;
    const keptOut = missing.filter(({ note }) => note !== undefined);
    const members = counted(awaited, "member", "members");
    return [
        line(isThere ? "name" : "name muted", name ?? "(deleted)"),
        ...(isThere ? [] : [line("waiting-text", isComing ? "not in OPA yet" : "not in OPA")]),
        ...(arrived.length > 0 ? [peopleList(arrived)] : []),
        ...(awaited > 0 ? [line("waiting-text", `${members} ${isComing ? "on the way" : "not pushed"}`)] : []),
        ...(keptOut.length > 0 ? [peopleList(keptOut)] : []),
    ];
}

/**
 * The folders that the group can reach, and what it may do there.
 *
 * @param {Space} space
 */
export function reachesCell({ reaches }) {
    if (reaches.length === 0) return [line("muted", "no policy gives access")];
    return reaches.map(({ path, privileges, conditions }) =>
        element("div", {}, line("name path", path), privilegesLine(privileges, conditions)),
    );
}

/**
 * @param {string} look
 * @param {...(Node | string)} content
 */
function line(look, ...content) {
    return element("p", { class: look }, ...content);
}
