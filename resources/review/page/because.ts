import { grantKey, principalOf } from "../checkout/rulings";
import type { Reviewed, Shown, ShownGrant, ShownTeam } from "../reviewed";
import type { Change } from "../rights/change";
import type { Principal, Ruling } from "../rights/ruling";
import type { Way } from "../rights/way";
import { needsInWords, privilegesInWords, quoted } from "./words";

/** The declarations that may have caused a change. */
export interface Causes {
    readonly base: Shown;
    readonly head: Shown;
    /** The names of policies that no declaration has made, by the key of what grants something. */
    readonly live: ReadonlyMap<string, string>;
    /** The same of policies that a program makes outside of every space. */
    readonly single: ReadonlyMap<string, string>;
    /** Files say which declaration was changed; a preview says what policies will be. */
    readonly from: Reviewed["from"];
}

/** Why a change happens, as text without anybody's name, each reason once. */
export function because({ rulingsBefore, rulingsAfter }: Change, causes: Causes): readonly string[] {
    const keys = new Set([...rulingsBefore, ...rulingsAfter].map(({ grant }) => grant));
    const reasons = [...keys].flatMap((key) => {
        const [was, is] = [rulingsBefore, rulingsAfter].map((all) => all.filter(({ grant }) => grant === key));
        return was && is ? reasonsOf(key, was, is, causes) : [];
    });
    return [...new Set(reasons)].sort();
}

function reasonsOf(key: string, was: readonly Ruling[], is: readonly Ruling[], causes: Causes): readonly string[] {
    if (textOf(was) === textOf(is)) return [];
    const policy = causes.live.get(key);
    if (policy !== undefined) return [throughPolicy(policy, was, is, causes, causes.single.has(key))];
    const [before, now] = [found(key, causes.base), found(key, causes.head)];
    const name = nameOf(before ?? now);
    if (!before || !now) return [comesOrGoes(name, before, now, causes)];
    if (was.length > 0 && is.length > 0) return inPlace(name, before, now, [was, is], causes.from);
    const verb = is.length > 0 ? "gained" : "lost";
    return [heldBy(name, before, now, verb, causes.from)];
}

const textOf = (rulings: readonly Ruling[]): string =>
    JSON.stringify(rulings.map(({ principal: _principal, ...rest }) => JSON.stringify(rest)).sort());

function throughPolicy(
    policy: string,
    was: readonly Ruling[],
    is: readonly Ruling[],
    { base, head }: Causes,
    isOfProgram: boolean,
): string {
    if (was.length > 0 && is.length > 0) return `policy ${quoted(policy)} is changed`;
    if (isOfProgram) return `policy ${quoted(policy)} ${is.length > 0 ? "lets in" : "no longer lets in"}`;
    const [one] = [...is, ...was];
    const group = one ? groupOf(one.principal) : "";
    const [madeBefore, madeNow] = [base, head].map(({ teams }) =>
        [...teams.values()].some(({ grants }) => grants.some((grant) => grant.members && grant.groupName === group)),
    );
    const isGone = madeBefore === true && madeNow === false && is.length === 0;
    if (isGone) return `group ${quoted(group)} goes, or gets another name, which policy ${quoted(policy)} lets in`;
    return `${is.length > 0 ? "joins" : "leaves"} group ${quoted(group)}, which policy ${quoted(policy)} lets in`;
}

const groupOf = (principal: Principal): string =>
    principal.kind === "workload role" ? principal.name : principal.group;

interface Found {
    readonly team: ShownTeam;
    readonly grant: ShownGrant;
}

function found(key: string, { teams }: Shown): Found | undefined {
    const name = /^team ([^/]*)/.exec(key)?.[1];
    const team = name === undefined ? undefined : teams.get(name);
    const grant = team?.grants.find(({ level }) => grantKey(team.space.name, level) === key);
    return team && grant && { team, grant };
}

const nameOf = (one: Found | undefined): string => {
    if (!one) return "something that is not declared";
    const { space } = one.team;
    return one.grant.level === undefined
        ? `team ${quoted(space.name)}`
        : `level ${quoted(one.grant.level)} of team ${quoted(space.name)}`;
};

function comesOrGoes(name: string, before: Found | undefined, now: Found | undefined, { base, head }: Causes): string {
    const there = before ?? now;
    const team = there?.team.space.name ?? "";
    if (now) return base.teams.has(team) ? `new ${name}` : `new team ${quoted(team)}`;
    return head.teams.has(team) ? `${name} is removed` : `team ${quoted(team)} is removed`;
}

/** For a grant that exists before and after, but is for this subject on one side only. */
function heldBy(name: string, before: Found, now: Found, verb: "gained" | "lost", from: Reviewed["from"]): string {
    if (before.grant.hasAccess !== now.grant.hasAccess) return switched(name, now, from);
    if (!isSameFolder(before, now)) {
        return `${name} moves from folder ${quoted(before.team.spot.path)} to ${quoted(now.team.spot.path)}, a new one`;
    }
    if (before.grant.folder !== now.grant.folder) return folderChanged(name, before, now);
    const [was, is] = [principalOf(before.grant), principalOf(now.grant)];
    if (was.kind === "people" && is.kind === "people") {
        return verb === "gained" ? `added to the members of ${name}` : `removed from the members of ${name}`;
    }
    if (JSON.stringify(was) === JSON.stringify(is)) {
        const group = groupOf(is);
        return verb === "gained"
            ? `joins group ${quoted(group)}, which is ${name}`
            : `leaves group ${quoted(group)}, which is ${name}`;
    }
    return `${name} is ${inWords(is)}, no longer ${inWords(was)}`;
}

/** A preview does not say why a policy is switched off: a hand may have done it. */
function switched(name: string, { grant: { hasAccess } }: Found, from: Reviewed["from"]): string {
    if (from === "preview") return `the policy of ${name} is switched ${hasAccess ? "on" : "off"}`;
    return hasAccess ? `${name} is no longer retired` : `${name} is retired`;
}

/** A folder that only gets another name is still the same folder. */
function isSameFolder({ team: { spot: was } }: Found, { team: { spot: is } }: Found): boolean {
    const above = (path: string) => path.slice(0, Math.max(0, path.lastIndexOf("/")));
    return was.resourceGroup === is.resourceGroup && was.project === is.project && above(was.path) === above(is.path);
}

const folderChanged = (name: string, before: Found, now: Found): string =>
    `${name} is for ${placeOf(now)}, no longer for ${placeOf(before)}`;

const placeOf = ({ grant: { folder } }: Found): string =>
    folder === undefined ? "the whole space" : `folder ${quoted(folder)}`;

function inWords(principal: Principal): string {
    if (principal.kind === "people") return "its members";
    if (principal.kind === "workload role") return `workload role ${quoted(principal.id)}`;
    return `group ${quoted(principal.group)}`;
}

/** What changes about a grant for somebody who has it before and after. */
function inPlace(
    name: string,
    before: Found,
    now: Found,
    [was, is]: readonly [readonly Ruling[], readonly Ruling[]],
    from: Reviewed["from"],
): readonly string[] {
    const [had, has] = [privilegesOf(was), privilegesOf(is)];
    const more = has.filter((one) => !had.includes(one));
    const less = had.filter((one) => !has.includes(one));
    const changed = [
        ...(more.length > 0 ? [`+ ${privilegesInWords(more)}`] : []),
        ...(less.length > 0 ? [`- ${privilegesInWords(less)}`] : []),
    ];
    const [mostBefore, mostNow] = [asked(was), asked(is)];
    const [askedBefore, askedNow] = [mostBefore, mostNow].map(needsInWords);
    return [
        ...(changed.length > 0 ? [`privileges of ${name}: ${changed.join(", ")}`] : []),
        ...(JSON.stringify(mostBefore) === JSON.stringify(mostNow)
            ? []
            : [
                  askedBefore === askedNow
                      ? `conditions of ${name}: ${askedNow}, which is another request type of the same name`
                      : `conditions of ${name}: ${askedNow}, no longer ${askedBefore}${from === "files" ? layerOf(before, now) : ""}`,
              ]),
        ...(before.grant.folder === now.grant.folder ? [] : [folderChanged(name, before, now)]),
    ];
}

const privilegesOf = (rulings: readonly Ruling[]): string[] => [...new Set(rulings.flatMap((one) => one.privileges))];

/** By the rule that asks for most. */
function asked(rulings: readonly Ruling[]): Way {
    const [most] = rulings.toSorted((one, other) => other.way.length - one.way.length);
    return most?.way ?? [];
}

/** Which declaration was changed. */
function layerOf(before: Found, now: Found): string {
    const own = ({ team: { space }, grant: { level } }: Found) =>
        JSON.stringify(level === undefined ? undefined : space.access[level]?.conditions);
    if (own(before) !== own(now)) return "";
    const ofSpace = ({ team: { space } }: Found) => JSON.stringify(space.conditions);
    if (ofSpace(before) !== ofSpace(now)) return now.grant.level === undefined ? "" : ", by those of the space";
    return ", by those of the stack";
}
