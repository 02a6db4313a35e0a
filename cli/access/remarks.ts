import type { Access, PushDifference } from "../../resources/access/document";
import { visibleOnOneLine } from "../../tenant/visible";

/** What a reader must know besides the entries. */
export function remarksOn({ notUnderstood, nowhere, otherRules, incomplete, pushDifferences = [] }: Access): string[] {
    return [
        ...incomplete.map((what) => `incomplete: this service user could not see ${what}.`),
        ...notUnderstood.map((one) => `not understood: ${named(one)}. ${one.why}`),
        ...nowhere.map(
            (one) => `lets nobody in: ${named(one)}: ${one.targetId} is gone, or not in the policy's resource group.`,
        ),
        ...pushDifferences.flatMap(inPush),
        ...(otherRules.length > 0 ? [`not shown: ${otherRules.length} rules on other things than secrets.`] : []),
    ].map(visibleOnOneLine);
}

function named({ policy, rule }: { readonly policy: string; readonly rule: string | null }): string {
    return rule === null ? `policy "${policy}"` : `rule "${rule}" of policy "${policy}"`;
}

function inPush({ group, status, notInOpa, notInOkta }: PushDifference): string[] {
    const push = status === "ACTIVE" ? "" : ` The push is ${status}.`;
    const people = notInOpa.map(({ login, why }) => (why === null ? login : `${login} (${why})`));
    return [
        ...(people.length > 0
            ? [`only in Okta: ${people.join(", ")} in group "${group}": no access by it yet.${push}`]
            : []),
        ...(notInOkta.length > 0
            ? [`only in OPA: ${notInOkta.join(", ")} in group "${group}": they have its access nevertheless.${push}`]
            : []),
    ];
}
