import { checked } from "../../lifecycle/declared/check";
import { declaredSchema } from "../../opa/security-policy/declared/schema";
import { differencesOf } from "../../opa/security-policy/steps/compare";
import type { ExistingSpacePolicy } from "../../team-secrets-space/declared/declared-team";
import { rulesOf } from "../../team-secrets-space/declared/grants";
import type { StackSettings } from "../../team-secrets-space/declared/stack-settings";
import { type TeamSpace, teamsIn } from "../../team-secrets-space/teams/teams-in";
import type { Folder, Seen } from "../look/seen";
import type { Declaration } from "./declaration";
import type { Draft, DraftGrant } from "./draft";

/** A team that is to be checked against what exists. */
export interface ToVerify {
    readonly name: string;
    readonly draft: Draft;
    readonly declaration: Declaration;
    readonly folder: Folder;
    readonly inside: readonly Folder[];
}

/**
 * Where a space with this declaration would differ from what exists, by the space's own rules and the policies' own
 * comparison. Empty if nothing would be written.
 */
export function differencesFrom(seen: Seen, settings: StackSettings, one: ToVerify): readonly string[] {
    const { name, declaration, draft } = one;
    const place = {
        resourceGroup: seen.parent.resourceGroup.id,
        project: seen.parent.project.id,
        parentFolder: seen.parent.path,
    };
    const { spaces, mistakes } = teamsIn(
        [{ name, ...declaration.team, existing: declaration.existing }],
        place,
        undefined,
        settings,
    );
    const [space] = spaces;
    if (!space || mistakes.length > 0) {
        return mistakes.map(({ property, reason }) => `${property.replace(/^teams\[0\]\.?/, "") || "team"}: ${reason}`);
    }
    return [draft.team, ...draft.levels].flatMap((grant) => ofGrant(grant, space, seen, settings, one));
}

function ofGrant(
    { level, policy, who, path }: DraftGrant,
    { space, grants }: TeamSpace,
    seen: Seen,
    settings: StackSettings,
    { declaration, folder, inside }: ToVerify,
): readonly string[] {
    const grant = grants.find((one) => (one.level ?? "") === level);
    if (!grant || !policy.wire) return [`Policy "${policy.name}" is not one that the space would make.`];
    const existing = (level === "" ? declaration.existing : declaration.existing.access?.[level])?.policy;
    const folderId = path === "" ? folder.id : inside.find((inner) => inner.path === path)?.id;
    const rules = rulesOf(grant, space.folderName, settings).map((rule, index) => ({
        ...rule,
        name: existing?.rules?.[index] ?? rule.name,
        secretFolderId: folderId,
    }));
    const opaName =
        who.kind === "workloadRole"
            ? undefined
            : who.kind === "opaGroup"
              ? who.name
              : opaNameOf(who, seen, grant.groupName);
    const { inputs, mistakes } = checked(declaredSchema, {
        ...texts(existing, grant.policyName, declaration.team.description ?? `Secrets of team ${space.name}`),
        active: grant.hasAccess,
        resourceGroup: seen.parent.resourceGroup.id,
        principals: {
            userGroups: opaName === undefined ? [] : [{ name: opaName }],
            workloadRoles: grant.workloadRole === undefined ? [] : [{ id: grant.workloadRole }],
        },
        rules,
    });
    if (mistakes.length > 0)
        return mistakes.map(({ property, reason }) => `Policy "${policy.name}", ${property}: ${reason}`);
    const userGroups = [...seen.opaGroups.values()].filter(({ name }) => name === opaName);
    const goal = {
        declared: declaredSchema.parse(inputs),
        resolved: { resourceGroupId: seen.parent.resourceGroup.id, userGroups },
        declaredBefore: new Set<string>(),
    };
    return differencesOf(goal, policy.wire).map(({ said }) => `Policy "${policy.name}" (${policy.id}): ${said}.`);
}

const texts = (existing: ExistingSpacePolicy | undefined, name: string, description: string) => ({
    name: existing?.name ?? name,
    description: existing?.description ?? description,
});

/**
 * The group's name in OPA: for `members` it is that of the group itself; for another group, its push says what it is
 * called.
 */
function opaNameOf(
    who: Extract<DraftGrant["who"], { readonly kind: "members" | "group" }>,
    seen: Seen,
    groupName: string,
) {
    return who.kind === "members" ? groupName : seen.oktaGroups.get(who.push.targetGroupId)?.name;
}
