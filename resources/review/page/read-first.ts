import { loginKey } from "../../okta/lookups/find-user";
import type { Reviewed, Shown, Sides } from "../reviewed";
import { rightsIn } from "../rights/change";
import { covers, type Ruling, type Spot } from "../rights/ruling";
import type { Ruled } from "../rights/subjects";
import { authorIn, type BothReadings, gained } from "./author";
import type { Row } from "./document";
import { isDelete, isReveal } from "./effects";
import { count, limited, privilegesInWords, quoted, quotedList } from "./words";

/** What a reviewer must not miss, the most severe first. */
export function readFirst(reviewed: Reviewed, sides: Sides, page: BothReadings): readonly string[] {
    const { rows } = page;
    return [
        ...sides.unclear,
        ...ofAuthor(reviewed.author, page, sides.unclear.length > 0),
        ...needless(sides),
        ...openGroups(rows),
        ...pipelines(rows),
        ...notGettingIn(reviewed, rows),
        ...sides.renamed.map(
            ({ from, to }) =>
                `Folder ${quoted(from.path)} is renamed to ${quoted(to.path)}, with everything in it. No row says so: nobody's access changes by that.`,
        ),
        ...goneTeams(reviewed),
        ...gonePushes(reviewed, sides),
    ];
}

function ofAuthor(author: string | undefined, page: BothReadings, isUnclear: boolean): readonly string[] {
    if (author === undefined) return [];
    const { not, instead } = page.ifStrictest;
    const gaining = { rows: page.rows.filter(isGaining), ifStrictest: { not, instead: instead.filter(isGaining) } };
    const { gains, notKnown } = authorIn(author, gaining, isUnclear);
    const more = gains.length > 0 ? " more" : "";
    return [
        ...(gains.length > 0
            ? [`The author, ${quoted(author)}, gains: ${privilegesInWords(gains)}. Somebody else must approve this.`]
            : []),
        ...(notKnown.length > 0
            ? [
                  `Whether the author, ${quoted(author)}, gains anything${more} is not known: ${limited(notKnown, 5).join("; ")}.`,
              ]
            : []),
    ];
}

const isGaining = (row: Row): boolean => gained(row).length > 0;

/** People who from now on never need an approval that others need. */
function needless(sides: Sides): readonly string[] {
    return approvalsNeverAsked(sides).map(({ text }) => text);
}

/** An approval that is never asked of some, who can reveal without it. */
export interface Decoration {
    readonly key: string;
    readonly spot: Spot;
    /** The people of whom it is never asked. */
    readonly who: readonly string[];
    readonly text: string;
}

/** Approvals that are never asked of some people after the change, and were before of other people or of all. */
export function approvalsNeverAsked(sides: Sides): readonly Decoration[] {
    const { before, after, subjectsBefore, subjectsAfter } = sides;
    const was = new Map(decorations(before, subjectsBefore).map((one) => [one.key, one.text]));
    return decorations(after, subjectsAfter).filter(({ key, text }) => was.get(key) !== text);
}

function decorations(rulings: readonly Ruling[], subjects: ReadonlyMap<string, Ruled>): readonly Decoration[] {
    const asking = rulings.filter(({ privileges, way }) => privileges.some(isReveal) && isApproved(way));
    if (asking.length === 0) return [];
    const people = [...subjects.values()].filter(({ subject }) => subject.kind === "person");
    return asking.flatMap((ruling) => {
        const asked = people.filter((one) => one.rulings.includes(ruling));
        const never = asked.filter(({ subject, rulings: own }) =>
            rightsIn(
                own.filter((one) => covers(one, ruling)),
                ruling,
                subject,
                "each-its-own",
            ).some(({ privileges, ways }) => privileges.some(isReveal) && ways.some((way) => !isApproved(way))),
        );
        if (never.length === 0) return [];
        const who = never.map(({ subject }) => subject.name).sort();
        const text = `The approval for ${quoted(ruling.path)} (${nameOfGrant(ruling.grant)}) is never asked of ${never.length} of ${asked.length}, who can reveal there without it: ${quotedList(who, 10)}.`;
        return [{ key: `${ruling.grant} ${ruling.path}`, spot: ruling, who, text }];
    });
}

const isApproved = (way: Ruling["way"]): boolean => way.some(({ kind }) => kind === "approval");

/** People who join these groups later gain without a change of any declaration. */
function openGroups(rows: readonly Row[]): readonly string[] {
    const gaining = rows.filter(({ gains }) => gains.some((one) => isReveal(one) || isDelete(one)));
    const groups = new Map(gaining.flatMap((row) => row.groups.map((group) => [group.name, { group, row }] as const)));
    return [...groups.values()].map(({ group, row }) => {
        const size =
            group.members === null ? "how many are in it is not known" : `${count(group.members, "member")} today`;
        const what = privilegesInWords(row.gains.filter((one) => isReveal(one) || isDelete(one)));
        return `Group ${quoted(group.name)} is not filled here (${size}): whoever joins it later gains ${what} with no change of a declaration.`;
    });
}

function pipelines(rows: readonly Row[]): readonly string[] {
    const gaining = rows.filter(({ gains }) => gains.some((one) => isReveal(one) || isDelete(one)));
    const names = new Set(gaining.flatMap(({ workloadRoles }) => workloadRoles.map(({ name }) => name)));
    return [...names].map(
        (name) => `Workload role ${quoted(name)} gains this with no person involved: no MFA, no approval.`,
    );
}

/** People who gain something, but whom OPA does not let in today. */
function notGettingIn({ live }: Reviewed, rows: readonly Row[]): readonly string[] {
    const members = (live?.access.groups ?? []).flatMap((group) => group.members ?? []);
    const isInOpa = new Map(members.map(({ name, isActive }) => [loginKey(name), isActive]));
    const named = rows.flatMap(({ gains, people }) => (gains.length > 0 ? people : []));
    const isShut = (one: string) => isInOpa.get(loginKey(one)) === false;
    const assigned = live?.access.assigned && new Set(live.access.assigned.map(loginKey));
    const isUnassigned = (one: string) => assigned?.has(loginKey(one)) === false && !isInOpa.has(loginKey(one));
    const affected = (isSo: (one: string) => boolean) => [...new Set(named.filter(isSo))].sort();
    const [inactive, unassigned] = [affected(isShut), affected(isUnassigned)];
    return [
        ...(inactive.length > 0
            ? [`OPA does not let in, as long as they are not active there: ${quotedList(inactive, 10)}.`]
            : []),
        ...(unassigned.length > 0
            ? [
                  `Not assigned to the app when the snapshot was taken, so Okta does not push them and they get in nowhere: ${quotedList(unassigned, 10)}.`,
              ]
            : []),
    ];
}

function goneTeams({ base, head }: Reviewed): readonly string[] {
    const gone = [...base.teams.keys()].filter((name) => !head.teams.has(name));
    if (gone.length < 2 || gone.length * 2 < base.teams.size) return [];
    return [
        `${gone.length} of ${base.teams.size} teams are gone. That looks like an accident: a folder that was moved, or files that are missing.`,
    ];
}

const nameOfGrant = (key: string): string => {
    const [kind = "", rest = ""] = [key.slice(0, key.indexOf(" ")), key.slice(key.indexOf(" ") + 1)];
    return `${kind} ${quoted(rest)}`;
};

/**
 * Groups that the stack no longer pushes, but that another policy still lets in: no row can say what happens to that
 * access.
 */
function gonePushes({ base, head }: Reviewed, { after }: Sides): readonly string[] {
    const pushed = ({ teams }: Shown) =>
        new Set([...teams.values()].flatMap(({ grants }) => grants.flatMap(({ group }) => group ?? [])));
    const still = pushed(head);
    const gone = [...pushed(base)].filter((group) => !still.has(group));
    const isUsed = (group: string) =>
        after.some(({ principal }) => principal.kind === "group" && principal.group === group);
    return gone
        .filter(isUsed)
        .map(
            (group) =>
                `Group ${quoted(group)} is no longer pushed by this stack, and other policies let it in: unless somebody else pushes it, it goes ` +
                "from OPA, and they let nobody in by it any more. No row says so.",
        );
}
