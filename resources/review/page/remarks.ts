import type { LiveRule } from "../../access/document";
import type { StackSettings } from "../../team-secrets-space/declared/stack-settings";
import type { Moved } from "../checkout/rulings";
import type { Reviewed, Shown, Sides } from "../reviewed";
import { covers } from "../rights/ruling";
import { wayOf } from "../rights/way";
import type { Review, Row } from "./document";
import { sha256 } from "./rows";
import { count, quoted, quotedList } from "./words";

/** Policies that no declaration has made, on folders above, at or below those of the rows. */
export function inheritedIn(
    rules: readonly LiveRule[],
    rows: readonly Row[],
    moved: Moved,
    membersIn: (group: string) => number | null,
): Review["inherited"] {
    const found = rules.flatMap((rule) => {
        const spot = moved(rule);
        const isNear = rows.some((row) => covers(spot, row) || covers(row, spot));
        if (!isNear) return [];
        const { policy, policyId, groups, workloadRoles, privileges, conditions } = rule;
        return [
            {
                ...{ policy, policyId },
                ...{ resourceGroup: spot.resourceGroup, project: spot.project, path: spot.path },
                groups: groups.map(({ name }) => ({ name, members: membersIn(name) })),
                workloadRoles: workloadRoles.map(({ name }) => name),
                rights: [{ privileges: [...privileges], ways: [[...wayOf(conditions)]] }],
            },
        ];
    });
    return found;
}

/** Changes to the stack's settings for all teams, by key. */
export function settingsChanged(base: StackSettings, head: StackSettings): readonly string[] {
    const keys = ["conditions", "minimum", "approvals", "groups", "exceptions", "requireAssigned"] as const;
    return keys.flatMap((key) => {
        const [was, is] = [base[key], head[key]].map((value) => (value === undefined ? "none" : JSON.stringify(value)));
        // Without JSON's quotes: people write it as YAML.
        const plain = (text = "") => quoted(text.replaceAll('"', "").replaceAll(/([:,])/g, "$1 "));
        return was === is ? [] : [`pulumi-okta-opa:${key} was ${plain(was)}, and is ${plain(is)}.`];
    });
}

/** What a checkout declares, so that one can tell whether two are the same. */
export function sideOf({ teams, settings, stackFile }: Shown): Review["base"] {
    const all = [...teams.values()].map(({ space, spot }) => ({ space, spot }));
    const named = all.toSorted((one, other) => (one.space.name < other.space.name ? -1 : 1));
    return { teams: teams.size, stackFile: stackFile ?? null, digest: sha256(JSON.stringify([named, settings])) };
}

/** What this page cannot know, in addition to what the snapshot does not know. */
export function notKnownIn(
    { base, head, live, from }: Reviewed,
    sides: Sides,
    rows: readonly Row[],
): readonly string[] {
    const nobodyKnows = [...new Set(rows.flatMap(({ groups }) => groups.filter(({ members }) => members === null)))];
    const names = [...new Set(nobodyKnows.map(({ name }) => name))].sort();
    const isApproval = JSON.stringify(rows.map(({ after }) => after)).includes('"approval"');
    return [
        ...sides.notKnown,
        ...(from === "files" && (base.stackFile === undefined || head.stackFile === undefined)
            ? [
                  "the stack's own conditions, minimum and place: no Pulumi.<stack>.yaml was read on one side at least. Give --stack.",
              ]
            : []),
        ...(names.length > 0
            ? [
                  `who is in ${quotedList(names, 10)}: no policy of the snapshot is for ${names.length === 1 ? "it" : "them"}.`,
              ]
            : []),
        ...(live && from === "files" ? notApplied(base, live.access.rules ?? []) : []),
        ...(live ? misplaced(head, live.access.rules ?? []) : []),
        ...(isApproval ? ["whether a request type still has the approvers that you expect: OPA cannot tell."] : []),
        ...(sides.after.length > 0 ? notLooked(from, live?.access.assigned !== undefined) : []),
    ];
}

/** The preview asks Okta about people of spaces, and warns about those who are not assigned. */
function notLooked(from: Reviewed["from"], isAssignedKnown: boolean): readonly string[] {
    if (from === "files" && isAssignedKnown) return ["whether people who are added exist in Okta: the preview looks."];
    const assigned = "assigned to the app, without which they do not get in";
    const how = "a snapshot that was taken with --okta tells.";
    if (from === "files")
        return [`whether people who are added exist in Okta and are ${assigned}: the preview looks, and ${how}`];
    return isAssignedKnown ? [] : [`whether people who gain are ${assigned}: ${how}`];
}

/** "Before" on this page is what base declares: says so if that is not what exists. */
function notApplied(base: Shown, rules: readonly LiveRule[]): readonly string[] {
    const live = new Set(rules.map(({ policy }) => policy));
    const missing = [...base.teams.values()].flatMap(({ grants }) =>
        grants
            .filter(({ hasAccess, policyName }) => hasAccess && !live.has(policyName))
            .map(({ policyName }) => policyName),
    );
    if (missing.length === 0) return [];
    return [
        `whether base is what lives: ${count(missing.length, "policy that it declares is", "policies that it declares are")} not in ` +
            `the snapshot (${quotedList(missing, 3)}).`,
    ];
}

/** A place that is given by id cannot be found in a snapshot, which has names. */
function misplaced(head: Shown, rules: readonly LiveRule[]): readonly string[] {
    const key = ({ resourceGroup, project }: { readonly resourceGroup: string; readonly project: string }) =>
        `${resourceGroup}/${project}`;
    const known = new Set(rules.map(key));
    const strange = new Set([...head.teams.values()].map(({ spot }) => key(spot)).filter((one) => !known.has(one)));
    return [...strange].map(
        (one) =>
            `which policies that no declaration has made reach into ${quoted(one)}: the snapshot has no rule there. If that is an id, write the name.`,
    );
}
