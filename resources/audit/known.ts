import type { Access } from "../access/document";
import { knownState } from "../review/page/known";
import { quoted } from "../review/page/words";
import type { KnownPolicy } from "../team-secrets-space/authority/platform-schema";
import type { Audit, Finding } from "./document";
import { rightOf } from "./found-right";

/** Findings without those that are known, and what became of each that is declared as known. */
export interface WithKnown {
    readonly findings: readonly Finding[];
    readonly known: Audit["known"];
}

/**
 * Takes policies out that are declared as known. One whose day has passed counts again, and so does a name that several
 * policies have: anybody could give a policy the name of a known one.
 */
export function withoutKnown(
    findings: readonly Finding[],
    declared: readonly KnownPolicy[],
    access: Access,
    nowMs: number,
): WithKnown {
    const all = declared.map((one) => knownOf(one, access, nowMs));
    const states = new Map(all.map(({ policy, state, until }) => [policy, { state, until }]));
    const kept = findings.flatMap((one): Finding[] => {
        const entry = one.kind.startsWith("policy-") ? states.get(one.policy?.name ?? "") : undefined;
        if (!entry) return [one];
        if (entry.state === "there") return [];
        const but =
            entry.state === "ended"
                ? `It was known until ${entry.until}, which has passed.`
                : `${quoted(one.policy?.name ?? "")} is declared as known, but several policies have this name.`;
        return [{ ...one, what: `${one.what} ${but}` }];
    });
    return { findings: kept, known: all };
}

function knownOf(declared: KnownPolicy, access: Access, nowMs: number): Audit["known"][number] {
    const { policy, why, until } = declared;
    const rules = access.rules ?? [];
    return {
        ...{ policy, why, until: until ?? null, state: knownState(declared, rules, nowMs) },
        rights: rules
            .filter((one) => one.policy === policy)
            .map((rule) => {
                const { who, privileges, conditions } = rightOf(rule, access);
                const { resourceGroup, project, path } = rule;
                return { where: { resourceGroup, project, path }, who, privileges, conditions };
            }),
    };
}
