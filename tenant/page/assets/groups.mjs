import { element, part, showEither } from "./element.mjs";
import { keep } from "./keep.mjs";
import { counted, peopleList } from "./people.mjs";
import { personOf } from "./spaces.mjs";

/** @import { Lookup } from "./lookup.mjs" */
/** @import { Person } from "./spaces.mjs" */

/**
 * Shows the Okta groups that no mapping pushes, with their members.
 *
 * @param {Lookup} lookup
 */
export function showGroups(lookup) {
    const { groups, mappings, memberships } = lookup.state;
    const pushed = new Set(mappings.map(({ sourceGroupId }) => sourceGroupId));
    const shown = groups
        .filter(({ id, type }) => type !== "APP_GROUP" && !pushed.has(id))
        .map(({ id, name, description }) => ({
            id,
            name,
            description: description ?? "",
            members: (memberships[id] ?? []).flatMap((userId) => {
                const user = lookup.users.get(userId);
                return user ? [personOf(user.login, lookup)] : [];
            }),
        }));
    showEither("groups", "no-groups", shown.length > 0);
    keep(part("groups"), shown, ({ id }) => id, drawGroup);
}

/** @param {{ readonly name: string, readonly description: string, readonly members: readonly Person[] }} group */
function drawGroup({ name, description, members }) {
    return element(
        "li",
        { class: "card" },
        element(
            "p",
            {},
            element("span", { class: "name" }, name),
            element("span", { class: "muted description" }, description),
        ),
        element("p", { class: "muted" }, counted(members.length, "member", "members")),
        ...(members.length > 0 ? [peopleList(members)] : []),
    );
}
