import type { Access, LiveRule } from "../access/document";
import { resourceSaid } from "../lifecycle/run/owner-mark";
import { privilegesInWords, quoted } from "../review/page/words";
import { covers } from "../review/rights/ruling";
import type { Audited, MarkedPolicy } from "./audited";
import type { Audit, Finding, Kind } from "./document";
import { finding, isSpot, rightOf, teamsInWords, whoInWords } from "./found-right";
import type { FoundTeam } from "./places";

/** What policies that no team declares do in the teams' folders. */
export interface Foreign {
    readonly findings: readonly Finding[];
    readonly automation: Audit["automation"];
}

/**
 * The rules of other policies that reach into folders of teams.
 *
 * @param isOwn Whether a policy is one that is declared, or an orphan, which is told as that.
 */
export function foreignRules(
    { access, marks, project, stack }: Audited,
    teams: readonly FoundTeam[],
    isOwn: (rule: LiveRule) => boolean,
): Foreign {
    const policies = new Map(marks?.policies.map((one) => [one.id, one]));
    const reaching = (access.rules ?? [])
        .filter((rule) => !isOwn(rule))
        .flatMap((rule) => {
            const reached = teams.flatMap(({ team, spot }) => {
                const kind = relation(rule, spot);
                return kind ? [{ kind, name: team.space.name }] : [];
            });
            const [first] = reached;
            return first ? [{ rule, kind: first.kind, names: reached.map(({ name }) => name).sort() }] : [];
        });
    const made = (id: string) => madeBy(policies.get(id), `${project}/${stack}`);
    return {
        findings: reaching
            .filter(({ rule }) => !isAutomation(rule, access))
            .map(({ rule, kind, names }) => {
                const right = rightOf(rule, access);
                const what =
                    `Policy ${quoted(rule.policy)}${made(rule.policyId)}, which no team declares, lets ${whoInWords(right.who)} ` +
                    `${privilegesInWords(rule.privileges)} in ${placeOf(rule)} (${right.conditions}): ${teamsInWords(names)}.`;
                return finding(kind, what, { ...right, teams: names });
            }),
        automation: reaching.filter(({ rule }) => isAutomation(rule, access)).map(({ rule }) => rightOf(rule, access)),
    };
}

function relation(rule: LiveRule, spot: FoundTeam["spot"]): Kind | undefined {
    if (!covers(rule, spot) && !covers(spot, rule)) return undefined;
    // A rule on one secret reaches nothing below its folder.
    if (rule.secretId !== undefined) return covers(spot, rule) ? "policy-on-secret" : undefined;
    if (isSpot(rule, spot)) return "policy-on-folder";
    return covers(rule, spot) ? "policy-above" : "policy-inside";
}

const placeOf = ({ path, secretId }: LiveRule): string =>
    secretId === undefined ? `${quoted(path)} and below` : `secret ${secretId} in ${quoted(path)}`;

function madeBy(policy: MarkedPolicy | undefined, ours: string): string {
    if (!policy?.mark) return "";
    const own = { owner: `${ours}/-`, isAdopted: false };
    return ` (of ${quoted(resourceSaid(policy.mark.owner, own).replaceAll('"', ""))})`;
}

/** The automation needs a policy of its own to make folders. It is for service users alone and gives nothing of secrets. */
function isAutomation({ privileges, groups, workloadRoles }: LiveRule, { groups: all = [] }: Access): boolean {
    if (privileges.some((one) => one.startsWith("secret_")) || workloadRoles.length > 0 || groups.length === 0)
        return false;
    return groups.every(({ id }) => {
        const members = all.find((one) => one.id === id)?.members ?? [];
        return members.length > 0 && members.every(({ isService }) => isService);
    });
}
