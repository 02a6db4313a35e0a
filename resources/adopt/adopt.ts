import type { Send } from "../http/send";
import type { DeclaredCondition } from "../opa/security-policy/declared/condition";
import { inOrder } from "../opa/security-policy/declared/ordered";
import type { StackSettings } from "../team-secrets-space/declared/stack-settings";
import { declarationOf } from "./draft/declaration";
import { type Judged, judged, type Yardstick } from "./draft/draft";
import type { Found } from "./draft/found";
import { groupNames } from "./draft/group-names";
import { peopleIn } from "./draft/people-in";
import { together } from "./draft/together";
import { differencesFrom } from "./draft/verify";
import { type LivePolicy, livePolicies } from "./look/live-policies";
import type { Folder, IsOwn, Seen } from "./look/seen";
import { approvalsFor } from "./match/conditions-in-words";
import { matched } from "./match/match";
import { behindIn } from "./match/principals";
import type { Reason } from "./match/verdict";

/** All teams, and what was left out. */
export interface Adoption {
    readonly teams: readonly Found[];
    /** The stack's settings, plus the request types that it does not list yet. */
    readonly settings: StackSettings;
    readonly leftOut: LeftOut;
}

/** What is counted or named, but not reported as a team. */
interface LeftOut {
    /** Folders of teams that --match leaves out. */
    readonly folders: number;
    /** Pushed groups that no policy on a folder here names. */
    readonly pushedGroups: number;
    /**
     * Policies on the folder that holds the teams' folders, or on one above: their grants apply in every team's
     * folder.
     */
    readonly policiesAbove: readonly string[];
}

/** What the caller asks for. */
export interface Asking {
    readonly settings: StackSettings;
    readonly isOwn: IsOwn;
    /** Whether a team is asked for, by the name of its folder and of its groups. */
    readonly isAsked: (names: readonly string[]) => boolean;
    /** Called as the reading goes on. */
    readonly progress: (done: number, all: number) => void;
}

/** Decides what belongs together, then reads the members of the groups that spaces would manage. */
export async function adoption(seen: Seen, okta: Send, asking: Asking): Promise<Adoption> {
    const policies = livePolicies(seen.policies);
    const by = yardstick(seen, policies, asking);
    const settings = { ...asking.settings, approvals: by.approvals };
    const behindOf = behindIn(seen);
    const tops = inOrder(
        seen.folders.filter(({ path }) => path === ""),
        ({ name, id }) => `${name} ${id}`,
    );
    const all = tops.map((folder) => matched(folder, insideOf(folder, seen), policies, behindOf, asking.isOwn));
    const asked = all.filter(({ folder, team, levels }) => {
        const groups = [...(team ? [team] : []), ...levels].flatMap(({ behind }) =>
            behind?.kind === "pushed" ? [behind.name, behind.source.name] : (behind?.name ?? []),
        );
        return asking.isAsked([folder.name, ...groups]);
    });
    const judgedAll = asked.map((one) => judged(one, by));
    let done = 0;
    const found = await Promise.all(
        judgedAll.map(async (one): Promise<Found> => {
            const people = await peopleIn(okta, one.draft);
            done += 1;
            asking.progress(done, judgedAll.length);
            return finished(one, people, seen, settings);
        }),
    );
    return {
        teams: together(found, seen, settings),
        settings,
        leftOut: {
            folders: all.length - asked.length,
            pushedGroups: pushedElsewhere(seen, policies),
            policiesAbove: policies
                .filter(({ folderIds }) => seen.parent.folderIds.some((id) => folderIds.has(id)))
                .map(({ name }) => name)
                .sort(),
        },
    };
}

const insideOf = (folder: Folder, { folders }: Seen): readonly Folder[] =>
    folders.filter(({ ids, path }) => path !== "" && ids[0] === folder.id);

function yardstick(seen: Seen, policies: readonly LivePolicy[], { settings, isOwn }: Asking): Yardstick {
    const uses = new Map<string, LivePolicy[]>();
    for (const policy of policies) {
        for (const { id } of policy.groups) uses.set(id, [...(uses.get(id) ?? []), policy]);
    }
    const here = new Set(seen.folders.map(({ id }) => id));
    const conditions = policies
        .flatMap(({ rules }) => rules)
        .filter(({ folderId }) => here.has(folderId))
        .flatMap((rule): readonly DeclaredCondition[] => rule.conditions);
    return {
        seen,
        isOwn,
        approvals: approvalsFor(conditions, settings.approvals),
        usesOf: (groupId) => uses.get(groupId) ?? [],
        declaredAs: groupNames(seen, settings),
    };
}

function finished(one: Judged, people: Found["people"], seen: Seen, settings: StackSettings): Found {
    if (!one.draft) return { ...one, people, declaration: undefined };
    const { name, draft, matched: itsMatch } = one;
    const { folder, inside } = itsMatch;
    const declaration = declarationOf(draft, {
        ...{ name, folder, inside, settings },
        membersOf: (groupId) => people.get(groupId) ?? [],
    });
    const wrong =
        "unsayable" in declaration
            ? [`${declaration.unsayable}.`]
            : [
                  // Hidden files are not read.
                  ...(name.startsWith(".")
                      ? [`"${name}": no file of a team is called so, as it begins with a dot.`]
                      : []),
                  ...differencesFrom(seen, settings, { name, draft, declaration, folder, inside }),
              ];
    if ("unsayable" in declaration || wrong.length > 0) {
        return { ...one, people, reasons: [...one.reasons, ...wrong.map(differs)], declaration: undefined };
    }
    return { ...one, people, declaration };
}

const differs = (what: string): Reason => ({ verdict: "differs", what });

function pushedElsewhere({ pushes, folders, oktaGroups, opaGroups }: Seen, policies: readonly LivePolicy[]): number {
    const here = new Set(folders.map(({ id }) => id));
    const used = new Set(
        policies
            .filter(({ folderIds }) => [...folderIds].some((id) => here.has(id)))
            .flatMap(({ groups }) => groups.map(({ id }) => opaGroups.get(id)?.name)),
    );
    return pushes.filter(({ targetGroupId, isOfApp }) => isOfApp && !used.has(oktaGroups.get(targetGroupId)?.name))
        .length;
}
