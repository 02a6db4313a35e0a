import type { Access } from "../access/document";
import { quoted } from "../review/page/words";
import { aboutSnapshot } from "../review/snapshot";
import type { Audited, MarkedPolicy } from "./audited";
import type { Audit, Finding } from "./document";
import { foreignRules } from "./foreign";
import { withoutKnown } from "./known";
import { declaredOwners, isOrphan, orphansInOkta, orphansInOpa } from "./orphans";
import { ownPolicies } from "./own-policies";
import { strayPeople } from "./people";
import { foundTeams } from "./places";

/** Compares what is declared with what lives in the org: without a call. */
export function auditOf(audited: Audited): Audit {
    const { declared, access, marks, okta, nowMs } = audited;
    const { found: teams, notSeen } = foundTeams(declared, audited.containers);
    const owners = declaredOwners(audited);
    const policies = new Map(marks?.policies.map((one) => [one.id, one]));
    const names = new Set(teams.flatMap(({ team }) => team.grants.map(({ policyName }) => policyName)));
    const isOwn = ({ policy, policyId }: { readonly policy: string; readonly policyId: string }) =>
        names.has(policy) || isOrphan(policies.get(policyId), audited, owners);
    const foreign = foreignRules(audited, teams, isOwn);
    const findings = [
        ...foreign.findings,
        ...ownPolicies(audited, teams, (id) => marks && isForged(policies.get(id), owners)),
        ...strayPeople(audited, teams),
        ...orphansInOpa(audited, teams, owners),
        ...(okta ? orphansInOkta(audited, okta) : []),
    ];
    const { findings: counting, known } = withoutKnown(findings, declared.known ?? [], access, nowMs);
    return {
        format: 1,
        source: marks ? "live" : "snapshot",
        taken: access.taken ?? null,
        teams: teams.length,
        findings: counting.toSorted(gravestFirst),
        known,
        automation: foreign.automation,
        notLookedAt: [
            ...(marks
                ? []
                : [
                      "folders and policies that this stack made and no team declares, policies that only have the name of a team's, and " +
                          "administrators' roles: a snapshot does not have them. Run without --snapshot.",
                  ]),
            ...(okta || access.pushDifferences
                ? []
                : [
                      "whether Okta has the same people in each group as OPA, and groups and pushes of Okta: --okta looks there.",
                  ]),
            "what roles alone let administrators do.",
        ],
        notSeen: [
            ...notSeen,
            ...(marks ? aboutLook(access) : aboutSnapshot({ access, text: "" }, nowMs)),
            ...(declared.stackFile === undefined
                ? ["the stack's conditions and place: no Pulumi.<stack>.yaml was read."]
                : []),
        ],
    };
}

const aboutLook = ({ incomplete, notUnderstood }: Access): readonly string[] => [
    ...incomplete.map((what) => `${quoted(what)}: this service user could not see it.`),
    ...notUnderstood.map(({ policy, why }) => `whom policy ${quoted(policy)} lets in: ${quoted(why)}`),
];

const isForged = (policy: MarkedPolicy | undefined, owners: ReadonlySet<string>): boolean =>
    policy?.mark === undefined || !owners.has(policy.mark.owner);

function gravestFirst(one: Finding, other: Finding): number {
    const key = ({ kind, where, what }: Finding) => JSON.stringify([kind, where?.path ?? "", what]);
    return Number(other.isGrave) - Number(one.isGrave) || (key(one) < key(other) ? -1 : 1);
}
