import { resourceOf } from "../../lifecycle/run/owner-mark";
import { groupNameFor, groupNameIn, groupNameOfLevel } from "../../team-secrets-space/declared/names";
import type { LivePolicy } from "../look/live-policies";
import type { IsOwn, OktaGroup, Push, Seen } from "../look/seen";
import type { Approvals } from "../match/conditions-in-words";
import { type GrantInWords, grantInWords } from "../match/grant-in-words";
import type { Granting, Matched } from "../match/match";
import { markReasons, policyReasons, spaceOf } from "../match/policy-reasons";
import { groupReasons } from "../match/principals";
import type { Reason } from "../match/verdict";
import { levelNames } from "./level-names";

/** Who a grant is for, as a space would declare it. */
type Who =
    /** People, in a group that the space would manage. */
    | { readonly kind: "members"; readonly group: OktaGroup; readonly push: Push }
    /** A group of Okta that the space would not manage; by name, or by id if the name is not enough. */
    | { readonly kind: "group"; readonly group: OktaGroup; readonly push: Push; readonly declared: string }
    | { readonly kind: "opaGroup"; readonly name: string }
    | { readonly kind: "workloadRole"; readonly id: string };

/** A grant that a space can declare. */
export interface DraftGrant {
    /** "" for the team itself. */
    readonly level: string;
    readonly policy: LivePolicy;
    readonly who: Who;
    readonly words: GrantInWords;
    /** A path inside the team's folder; "" for the whole folder. */
    readonly path: string;
}

/** A team that a space can declare in full. */
export interface Draft {
    readonly team: DraftGrant;
    readonly levels: readonly DraftGrant[];
}

/** A folder with what belongs to it, and the verdict on it. */
export interface Judged {
    readonly name: string;
    readonly matched: Matched;
    readonly reasons: readonly Reason[];
    readonly notes: readonly string[];
    /** Undefined if there is any reason against it. */
    readonly draft: Draft | undefined;
}

/** What the judgement needs to know. */
export interface Yardstick {
    readonly seen: Seen;
    readonly approvals: Approvals;
    readonly isOwn: IsOwn;
    /** The policies that name a group, by its id in OPA. */
    readonly usesOf: (groupId: string) => readonly LivePolicy[];
    /** How a declaration names a group that the space would not manage. */
    readonly declaredAs: (group: OktaGroup) => string;
}

/** The name of a team: that of its former resources, or else that of its folder. */
function teamName({ folder }: Matched, isOwn: IsOwn): string {
    return folder.mark && isOwn(folder.mark.owner) ? spaceOf(resourceOf(folder.mark.owner)) : folder.name;
}

/** Judges what belongs together, without a request. */
export function judged(matched: Matched, by: Yardstick): Judged {
    const { folder, inside, team, levels } = matched;
    const name = teamName(matched, by.isOwn);
    const folders = [folder, ...inside].flatMap((one) =>
        markReasons(`Folder "${folder.name}${one.path && `/${one.path}`}"`, one.mark, name, by.isOwn),
    );
    const all = [...(team ? [team] : []), ...levels];
    const ofPolicies = all.flatMap(({ policy }) => [
        ...markReasons(`Policy "${policy.name}" (${policy.id})`, policy.mark, name, by.isOwn),
        ...policyReasons(policy, matched, by.seen),
    ]);
    const ofGroups = all.flatMap(({ behind, policy }) =>
        behind ? groupReasons(behind, by.seen, isShared(policy, by)) : [],
    );
    const notes = all.flatMap((one) => notesOn(one, by));
    const reasons = unique([...folders, ...matched.reasons, ...ofPolicies, ...ofGroups]);
    if (!team || reasons.length > 0) return { name, matched, reasons, notes, draft: undefined };
    const drafted = draftOf(name, matched, team, by);
    if ("reasons" in drafted) return { name, matched, reasons: drafted.reasons, notes, draft: undefined };
    return { name, matched, reasons, notes: [...notes, ...keptByOthers(drafted)], draft: drafted };
}

const unique = (reasons: readonly Reason[]): readonly Reason[] => [
    ...new Map(reasons.map((one) => [one.what, one])).values(),
];

const isShared = ({ groups }: LivePolicy, { usesOf }: Yardstick): boolean =>
    groups.some(({ id }) => usesOf(id).length > 1);

function draftOf(
    name: string,
    matched: Matched,
    team: Granting,
    by: Yardstick,
): Draft | { readonly reasons: readonly Reason[] } {
    const reasons: Reason[] = [];
    const say = (policy: LivePolicy, said: string) =>
        reasons.push({ verdict: "differs", what: `Policy "${policy.name}" (${policy.id}): ${said}.` });
    const stem = stemOf(name, team, by);
    const names = levelNames(matched.levels, stem, (granting) => pathOf(granting, matched));
    const grants = [team, ...matched.levels].map((granting, index): DraftGrant | undefined => {
        const level = index === 0 ? "" : (names[index - 1] ?? "");
        const words = grantInWords(granting.policy, by.approvals);
        if ("unsayable" in words) say(granting.policy, words.unsayable);
        const who = whoOf(granting, level === "" ? stem : groupNameOfLevel(stem, level), level, by);
        if (!who) say(granting.policy, "it is for nobody whom a space can name");
        if (!who || "unsayable" in words) return undefined;
        return { level, policy: granting.policy, who, words, path: pathOf(granting, matched) };
    });
    const [first, ...others] = grants;
    const rest = others.filter((one) => one !== undefined);
    if (reasons.length > 0 || !first) return { reasons };
    return { team: first, levels: rest.sort((one, other) => (one.level < other.level ? -1 : 1)) };
}

function pathOf({ policy }: Granting, { inside }: Matched): string {
    return inside.find(({ id }) => policy.folderIds.has(id))?.path ?? "";
}

/** The name that the names of the levels' groups begin with. */
function stemOf(name: string, team: Granting, by: Yardstick): string {
    const group = managed(team, by);
    return group && (team.marked === undefined || groupNameIn(team.policy.name) === group.name)
        ? group.name
        : groupNameFor(name);
}

/** The group that a space would make for its members: Okta's own, filled by hand, and used for nothing else. */
function managed({ behind, policy }: Granting, by: Yardstick): OktaGroup | undefined {
    if (behind?.kind !== "pushed") return undefined;
    const { source } = behind;
    const isOurs = source.type === "OKTA_GROUP" && !by.seen.ruled.has(source.id) && !isShared(policy, by);
    return isOurs ? source : undefined;
}

function whoOf(granting: Granting, wanted: string, level: string, by: Yardstick): Who | undefined {
    const { behind, policy, marked } = granting;
    const [role] = policy.roles;
    if (role && policy.groups.length === 0) return { kind: "workloadRole", id: role.id };
    if (behind?.kind === "own") return level === "" ? undefined : { kind: "opaGroup", name: behind.name };
    if (behind?.kind !== "pushed") return undefined;
    const { source, push } = behind;
    // The name of our own policy tells whether the space made the group; otherwise only a level's group must have a
    // certain name.
    const isNamedSo =
        level === "" ? marked === undefined || groupNameIn(policy.name) === source.name : source.name === wanted;
    if (managed(granting, by) && isNamedSo) return { kind: "members", group: source, push };
    return { kind: "group", group: source, push, declared: by.declaredAs(source) };
}

function notesOn({ policy, behind }: Granting, by: Yardstick): readonly string[] {
    const [group] = policy.groups;
    const others = group ? by.usesOf(group.id).filter(({ id }) => id !== policy.id) : [];
    const roles = group ? (by.seen.opaGroups.get(group.id)?.roles ?? []) : [];
    const name = behind?.name ?? group?.name ?? "";
    return [
        ...(others.length > 0
            ? [
                  `The group "${name}" has other policies too: ${others.map((one) => `"${one.name}"`).join(", ")}. A space only reads it.`,
              ]
            : []),
        ...(roles.length > 0 ? [`Whoever is in the group "${name}" has OPA's roles ${roles.join(", ")} by it.`] : []),
    ];
}

function keptByOthers({ team, levels }: Draft): readonly string[] {
    return [team, ...levels].flatMap(({ who }) =>
        who.kind === "group" && who.declared !== who.group.name
            ? [`Okta has more than one group "${who.group.name}": it is declared by its id, ${who.declared}.`]
            : [],
    );
}
