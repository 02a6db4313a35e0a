import type { LiveRule } from "../access/document";
import type { Mark } from "../lifecycle/run/owner-mark";
import { ownerOf, resourceSaid } from "../lifecycle/run/owner-mark";
import { privilegesInWords, quoted } from "../review/page/words";
import { groupNameFor } from "../team-secrets-space/declared/names";
import { foldersIn } from "../team-secrets-space/declared/space-schema";
import type { Audited, MarkedPolicy, OktaGroup, OktaSide } from "./audited";
import type { Finding } from "./document";
import { finding, isSpot, rightOf, whoInWords } from "./found-right";
import type { FoundTeam } from "./places";

/** The resources that teams of this stack declare, by the owners in their marks. */
export function declaredOwners({ project, stack, declared }: Audited): ReadonlySet<string> {
    return new Set(
        [...declared.teams.values()].flatMap(({ space, grants }) => {
            const names = new Set([space.name, declared.namedAfter.get(space.name) ?? space.name]);
            const folders = ["", ...foldersIn(space.folders).map((path) => `/${path}`)];
            return [...names].flatMap((name) =>
                [
                    ...folders.map((path) => `${name}-folder${path}`),
                    ...grants.map(({ level }) => `${name}-policy${level === undefined ? "" : `/${level}`}`),
                ].flatMap((resource) => ownerOf(project, stack, resource) ?? []),
            );
        }),
    );
}

/** The name of a folder or policy that a space makes. */
const ofSpace = /^(.+)-(?:folder|policy)(?:\/.*)?$/s;

/** The team to whose space a resource belongs; undefined if no space of this stack makes such a resource. */
function teamOf({ owner }: Mark, { project, stack }: Pick<Audited, "project" | "stack">): string | undefined {
    const own = ownerOf(project, stack, "-")?.slice(0, -1) ?? "";
    if (!owner.startsWith(own)) return undefined;
    return ofSpace.exec(decodeURIComponent(owner.slice(own.length)))?.[1];
}

/** Whether a policy is an orphan: of this stack and of a team, and nothing that is declared. */
export function isOrphan(policy: MarkedPolicy | undefined, audited: Audited, owners: ReadonlySet<string>): boolean {
    const { mark } = policy ?? {};
    return mark !== undefined && !owners.has(mark.owner) && teamOf(mark, audited) !== undefined;
}

/** Folders and policies that carry a mark of this stack although no team declares them, and folders that two stacks declare. */
export function orphansInOpa(
    audited: Audited,
    teams: readonly FoundTeam[],
    owners: ReadonlySet<string>,
): readonly Finding[] {
    const { marks } = audited;
    if (!marks) return [];
    const spots = teams.flatMap(({ team, spot }) =>
        team.paths.map((path) => ({
            ...spot,
            path: spot.path + path.slice(team.spot.path.length),
            team: team.space.name,
        })),
    );
    const folders = marks.folders.flatMap((folder): Finding[] => {
        const { mark, resourceGroup, project, path } = folder;
        const where = { resourceGroup, project, path };
        const at = spots.find((one) => isSpot(one, folder));
        const team = teamOf(mark, audited);
        const said = quoted(saidOf(mark, audited));
        if (at && !owners.has(mark.owner)) {
            const what = `Folder ${quoted(path)} of team ${quoted(at.team)} carries the mark of ${said}.`;
            return [finding("folder-of-another-stack", what, { teams: [at.team], where, isGrave: true })];
        }
        if (at || team === undefined) return [];
        const what = `Folder ${quoted(path)} was made by ${said}, and no team declares it.`;
        return [finding("orphan-folder", what, { teams: [team], where })];
    });
    const policies = marks.policies
        .filter((policy) => isOrphan(policy, audited, owners))
        .flatMap((policy) => orphanPolicy(policy, audited));
    return [...folders, ...policies];
}

const saidOf = (mark: Mark, { project, stack }: Pick<Audited, "project" | "stack">): string =>
    resourceSaid(mark.owner, { owner: ownerOf(project, stack, "-") ?? "", isAdopted: false }).replaceAll('"', "");

function orphanPolicy(policy: MarkedPolicy, audited: Audited): readonly Finding[] {
    const { id, name, mark, isActive } = policy;
    if (!mark) return [];
    const team = teamOf(mark, audited) ?? "";
    const of = `Policy ${quoted(name)} was made by ${quoted(saidOf(mark, audited))}, and no team declares it`;
    const rules = (audited.access.rules ?? []).filter(({ policyId }) => policyId === id);
    const [first] = rules;
    if (!first) {
        const what = `${of}. It is ${isActive ? "in force, and lets nobody do anything with secrets" : "switched off"}.`;
        return [finding("orphan-policy", what, { teams: [team], policy: { id, name } })];
    }
    return rules.map((rule: LiveRule) => {
        const right = rightOf(rule, audited.access);
        const what = `${of}: it lets ${whoInWords(right.who)} ${privilegesInWords(rule.privileges)} in ${quoted(rule.path)} (${right.conditions}).`;
        return finding("orphan-policy", what, { ...right, teams: [team] });
    });
}

/** Groups that look as a space makes them, and pushes, that no declaration of this stack and no policy of another one needs. */
export function orphansInOkta(audited: Audited, okta: OktaSide): readonly Finding[] {
    const { declared, access, marks, project, stack } = audited;
    const made = new Set(
        [...declared.teams.values()].flatMap(({ grants }) =>
            grants.filter(({ members }) => members).map(({ groupName }) => groupName),
        ),
    );
    const own = ownerOf(project, stack, "-")?.slice(0, -1) ?? "";
    const others = new Set(
        marks?.policies.filter(({ mark }) => mark && !mark.owner.startsWith(own)).map(({ id }) => id),
    );
    const needed = new Set(
        (access.rules ?? [])
            .filter(({ policyId }) => others.has(policyId))
            .flatMap(({ groups }) => groups.map(({ name }) => name)),
    );
    const orphans = okta.groups.filter((group) => isAsMade(group) && !made.has(group.name) && !needed.has(group.name));
    const byId = new Map(okta.groups.map((group) => [group.id, group]));
    const orphaned = new Set(orphans.map(({ id }) => id));
    return [
        ...orphans.map(({ name, description }) =>
            finding(
                "orphan-group",
                `Group ${quoted(name)} of Okta (${quoted(description)}) looks as a team's group does, and no team declares it.`,
                { who: [{ kind: "group", name, members: null }] },
            ),
        ),
        ...okta.pushes.flatMap(({ id, app, sourceGroupId, target }): Finding[] => {
            const source = byId.get(sourceGroupId);
            const push = `Push ${id} of app ${quoted(app)}, from group ${quoted(source?.name ?? sourceGroupId)} to ${quoted(target ?? "a group whose name Okta does not say")},`;
            if (orphaned.has(sourceGroupId))
                return [finding("orphan-push", `${push} is of a group that no team declares.`, {})];
            const name = source?.name;
            const isStray =
                target !== undefined && target !== name && (made.has(target) || (name !== undefined && made.has(name)));
            return isStray ? [finding("stray-push", `${push} is none that a team declares.`, { isGrave: true })] : [];
        }),
    ];
}

/** As a space names and describes its group, or that of a level, unless it is told otherwise. */
function isAsMade({ name, description }: OktaGroup): boolean {
    const team = /^Secrets of team (.+)$/.exec(description)?.[1];
    return team !== undefined && (name === groupNameFor(team) || name.startsWith(`${groupNameFor(team)}-`));
}
