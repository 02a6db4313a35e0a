import type { Access, LiveRule } from "../access/document";
import { principalOf } from "../review/checkout/rulings";
import { privilegesInWords, quoted } from "../review/page/words";
import type { Spot } from "../review/rights/ruling";
import { isNoHarder, wayOf } from "../review/rights/way";
import { type Grant, type GrantedRule, rulesOf } from "../team-secrets-space/declared/grants";
import type { StackSettings } from "../team-secrets-space/declared/stack-settings";
import type { Audited } from "./audited";
import type { Finding, Subject } from "./document";
import { finding, isSpot, rightOf, whoInWords, whoOf } from "./found-right";
import type { FoundTeam } from "./places";

/** A declared grant, and where it is. */
interface Placed {
    readonly team: string;
    readonly grant: Grant;
    readonly spot: Spot;
    readonly declared: readonly GrantedRule[];
}

/** Policies with declared names that give more than is declared, or are not those of the stack. */
export function ownPolicies(
    { access, declared: { settings } }: Audited,
    teams: readonly FoundTeam[],
    isForged: (policyId: string) => boolean | undefined,
): readonly Finding[] {
    return teams.flatMap((one) =>
        one.team.grants.flatMap((grant) => {
            const placed = placedGrant(one, grant, settings);
            const live = (access.rules ?? []).filter(({ policy }) => policy === grant.policyName);
            const forged = forgedIn(live, isForged);
            const own = live.filter(({ policyId }) => !forged.has(policyId));
            return [
                ...live.filter(({ policyId }) => forged.has(policyId)).map((rule) => nameTaken(rule, placed, access)),
                ...morePrincipals(own, placed, access),
                ...own.flatMap((rule) => moreThanDeclared(rule, placed, access)),
            ];
        }),
    );
}

function placedGrant({ team, spot }: FoundTeam, grant: Grant, settings: StackSettings): Placed {
    return {
        team: team.space.name,
        grant,
        spot: grant.folder === undefined ? spot : { ...spot, path: `${spot.path}/${grant.folder}` },
        declared: grant.hasAccess ? rulesOf(grant, team.space.folderName, settings) : [],
    };
}

/** By marks; where none can be seen, two policies of one name cannot both be the stack's. */
function forgedIn(live: readonly LiveRule[], isForged: (id: string) => boolean | undefined): ReadonlySet<string> {
    const ids = [...new Set(live.map(({ policyId }) => policyId))];
    const isUnknown = ids.some((id) => isForged(id) === undefined);
    return new Set(isUnknown ? ids.slice(1) : ids.filter((id) => isForged(id)));
}

function nameTaken(rule: LiveRule, { team }: Placed, access: Access): Finding {
    const right = rightOf(rule, access);
    const what =
        `A policy with the name ${quoted(rule.policy)}, which team ${quoted(team)} declares, is not the one that this stack made. It lets ` +
        `${whoInWords(right.who)} ${privilegesInWords(rule.privileges)} in ${quoted(rule.path)} (${right.conditions}).`;
    return finding("name-taken", what, { ...right, teams: [team] });
}

function morePrincipals(own: readonly LiveRule[], { team, grant }: Placed, access: Access): readonly Finding[] {
    const principal = principalOf(grant);
    const isDeclared = ({ kind, name }: Subject, ids: ReadonlyMap<string, string>) =>
        principal.kind === "workload role"
            ? kind === "workload role" && ids.get(name) === principal.id
            : kind === "group" && name === principal.group;
    const [first] = own;
    if (!first) return [];
    const ids = new Map(first.workloadRoles.map(({ id, name }) => [name, id]));
    const extra = whoOf(first, access).filter((one) => !isDeclared(one, ids));
    if (extra.length === 0) return [];
    const privileges = [...new Set(own.flatMap((rule) => rule.privileges))];
    const what =
        `Policy ${quoted(grant.policyName)} of team ${quoted(team)} is also for ${whoInWords(extra)}, which no declaration says: ` +
        `${privilegesInWords(privileges)} in ${quoted(first.path)}.`;
    return [finding("more-principals", what, { ...rightOf(first, access), who: extra, privileges, teams: [team] })];
}

function moreThanDeclared(rule: LiveRule, { team, grant, spot, declared }: Placed, access: Access): readonly Finding[] {
    const right = rightOf(rule, access);
    const of = `Policy ${quoted(grant.policyName)} of team ${quoted(team)}`;
    const may = `${privilegesInWords(rule.privileges)} in ${quoted(rule.path)} (${right.conditions})`;
    const told = { ...right, teams: [team] };
    if (!grant.hasAccess)
        return [finding("retired-in-force", `${of}, which is retired, lets ${whoInWords(right.who)} ${may}.`, told)];
    if (!isSpot(rule, spot) || rule.secretId !== undefined)
        return [
            finding(
                "rule-elsewhere",
                `${of} has a rule that is not declared: ${whoInWords(right.who)} may ${may}.`,
                told,
            ),
        ];
    const way = wayOf(rule.conditions);
    const ways = (privilege: string) =>
        declared
            .filter(({ privileges }) => privileges.some((one) => one === privilege))
            .map((one) => wayOf(one.conditions));
    const more = rule.privileges.filter((one) => ways(one).length === 0);
    const weaker = rule.privileges.filter(
        (one) => ways(one).length > 0 && !ways(one).some((declaredWay) => isNoHarder(declaredWay, way)),
    );
    return [
        ...(more.length > 0
            ? [
                  finding(
                      "more-privileges",
                      `${of} lets ${whoInWords(right.who)} also ${privilegesInWords(more)} in ${quoted(rule.path)}, which is not declared.`,
                      { ...told, privileges: more },
                  ),
              ]
            : []),
        ...(weaker.length > 0
            ? [
                  finding(
                      "weaker-conditions",
                      `${of} asks less than is declared for ${privilegesInWords(weaker)} in ${quoted(rule.path)}: ${right.conditions}.`,
                      { ...told, privileges: weaker },
                  ),
              ]
            : []),
    ];
}
