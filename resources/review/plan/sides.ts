import type { EnginePreview } from "../../engine/preview";
import { folderType } from "../../opa/secret-folder/fate";
import { foreignRules, liveRulings, type Moved, movedBy, type Renamed } from "../checkout/rulings";
import { quoted } from "../page/words";
import type { Fate, Reviewed, Shown, Sides } from "../reviewed";
import { type Principal, spotKey } from "../rights/ruling";
import { ruled } from "../rights/subjects";
import { type Live, membersByGroup } from "../snapshot";
import { type Folders, foldersOn, placesIn } from "./folders";
import { type PlannedPolicy, policiesOn } from "./grants";
import { type PushedGroups, pushedOn } from "./groups";
import { type Planned, planIn } from "./planned";
import { teamsOn } from "./teams";
import { loginsIn } from "./told";

/** A change as the engine's preview tells of it. */
export interface PlannedChange extends Pick<Reviewed, "base" | "head"> {
    readonly sides: Sides;
    /** Policies that belong to no space, by their keys: their names. */
    readonly single: ReadonlyMap<string, string>;
}

/** Reads it. Throws an error with every reason if the preview does not show all of the change. */
export function changeIn(preview: EnginePreview, live: Live | undefined): PlannedChange {
    const { all, notKnown } = planIn(preview);
    const places = placesIn(all, live?.access);
    const [was, is] = (["was", "is"] as const).map((side) => {
        const folders = foldersOn(side, all, places);
        const logins = loginsIn(all, side);
        const groups = pushedOn(side, all, (id) => logins.get(id), live?.access.groups ?? []);
        return { side, folders, groups };
    }) as [OneSide, OneSide];
    const policiesBefore = policiesOf(was, is, all);
    const policiesAfter = policiesOf(is, was, all);
    const renamed = renamedIn(all, was.folders, is.folders);
    const moved = movedBy(renamed);
    const known = policyOfLive([...policiesBefore]);
    const lives = live ? foreignRules(live.access, new Set()).filter((rule) => !known(rule)) : [];
    const next = policyOfLive(policiesAfter);
    const foreign = lives.filter((rule) => !next(rule));
    const still: Moved = (spot) => spot;
    // What cannot be told on one side must not look like a gain or a loss.
    const isTold = toldOnBothSides(policiesBefore, policiesAfter);
    const told = (policies: readonly PlannedPolicy[]) => policies.filter(isTold).flatMap(({ rulings }) => rulings);
    const before = [
        ...told(policiesBefore).map((one) => ({ ...one, ...moved(one) })),
        ...liveRulings(lives, moved, madeBy(was.groups, is.groups)),
    ];
    const after = [...told(policiesAfter), ...liveRulings(foreign, still, madeBy(is.groups, was.groups))];
    const members = membersByGroup(live);
    const base = teamsOn("was", all, policiesBefore, was.folders);
    const head = teamsOn("is", all, policiesAfter, is.folders);
    return {
        base,
        head,
        single: new Map(
            [...policiesBefore, ...policiesAfter]
                .filter(({ team }) => team === undefined)
                .map(({ grant, policy }) => [grant, policy ?? grant]),
        ),
        sides: {
            ...{ before, after, foreign, moved },
            subjectsBefore: ruled(before, (group) => members.get(group)),
            subjectsAfter: ruled(after, (group) => members.get(group)),
            renamed: topmost(renamed),
            fates: fatesIn(all, was.folders, moved),
            unclear: unclearIn([...policiesBefore, ...policiesAfter], [was.groups, is.groups], all, is.folders),
            notKnown: [...notKnown, ...configuration(head)],
        },
    };
}

interface OneSide {
    readonly side: "was" | "is";
    readonly folders: Folders;
    readonly groups: PushedGroups;
}

const policiesOf = (one: OneSide, other: OneSide, all: readonly Planned[]): readonly PlannedPolicy[] =>
    policiesOn(one.side, all, one.groups, one.folders, madeBy(one.groups, other.groups));

/** The people of a group of OPA on one side: nobody where the program pushes it on the other side alone. */
function madeBy({ byName }: PushedGroups, other: PushedGroups): (name: string) => readonly Principal[] {
    return (name) => {
        const own = byName.get(name);
        if (own) return [own];
        const isMadeThere = other.byName.get(name)?.kind === "people";
        return isMadeThere ? [] : [{ kind: "group", group: name, isOfOpa: true }];
    };
}

/** Whether a live policy is one of these. */
function policyOfLive(policies: readonly PlannedPolicy[]) {
    const ids = new Set(policies.flatMap(({ policyId }) => policyId ?? []));
    const names = new Set(policies.flatMap(({ policy }) => policy ?? []));
    return (rule: { readonly policy: string; readonly policyId: string }) =>
        ids.has(rule.policyId) || names.has(rule.policy);
}

/** Tells whether a policy is told on each side where it is. */
function toldOnBothSides(before: readonly PlannedPolicy[], after: readonly PlannedPolicy[]) {
    const unclear = new Set([...before, ...after].flatMap((one) => (one.unclear === undefined ? [] : [one.grant])));
    return ({ grant }: PlannedPolicy) => !unclear.has(grant);
}

/** Folders that stay and get another path, the deepest first. */
function renamedIn(all: readonly Planned[], before: Folders, after: Folders): readonly Renamed[] {
    const stay = all.filter((one) => one.type === folderType && one.was && one.is && !one.isReplaced && !one.isLetGo);
    const renamed = stay.flatMap(({ urn }) => {
        const [from, to] = [before.ofUrn(urn), after.ofUrn(urn)];
        return from && to && spotKey(from) !== spotKey(to) ? [{ from, to }] : [];
    });
    return renamed.sort((one, other) => other.from.path.length - one.from.path.length);
}

/** Without those that move because a folder above them does. */
function topmost(renamed: readonly Renamed[]): readonly Renamed[] {
    return renamed.filter((one) => {
        const others = movedBy(renamed.filter((other) => other !== one));
        return spotKey(others(one.from)) !== spotKey(one.to);
    });
}

function fatesIn(all: readonly Planned[], before: Folders, moved: Moved): readonly Fate[] {
    return all.flatMap((one): Fate[] => {
        const was = one.type === folderType && one.was ? before.ofUrn(one.urn) : undefined;
        return was ? [{ spot: moved(was), fate: fateOf(one) }] : [];
    });
}

function fateOf({ was, is, isReplaced, isLetGo }: Planned): Fate["fate"] {
    const { onDelete, deleteContents, adoptedAt } = was?.outputs ?? {};
    const isKept = onDelete === "retain" || (adoptedAt !== undefined && onDelete !== "delete");
    if (is && !isReplaced && !isLetGo) return "stays";
    if (isLetGo || isKept) return "is let go";
    if (isReplaced) return "replaced";
    return deleteContents === undefined ? "goes if empty" : "goes with its contents";
}

function unclearIn(
    policies: readonly PlannedPolicy[],
    groups: readonly PushedGroups[],
    all: readonly Planned[],
    after: Folders,
): readonly string[] {
    const nowhere = all.filter((one) => one.type === folderType && one.is && !after.ofUrn(one.urn));
    return [
        ...new Set([
            ...policies.flatMap(({ unclear }) => unclear ?? []),
            ...groups.flatMap(({ unclear }) => unclear),
            ...nowhere.map(
                ({ name }) => `Where folder ${quoted(name)} will be is known only in the \`up\`. No row is about it.`,
            ),
        ]),
    ];
}

/** The preview has the configuration as it will be, not as it was, and no file. */
const configuration = ({ teams }: Shown): readonly string[] =>
    teams.size === 0
        ? []
        : [
              "what changes in the configuration of the stack, and what it and platform.yaml say of the change (budget, rules, known " +
                  "policies, days on which something ends): a preview has neither. A change that the program itself stops has no whole preview.",
          ];
