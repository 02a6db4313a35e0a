import { rulesOf } from "../../../resources/team-secrets-space/declared/grants";
import { groupNameFor } from "../../../resources/team-secrets-space/declared/names";
import { foldersIn } from "../../../resources/team-secrets-space/declared/space-schema";
import type { StackSettings } from "../../../resources/team-secrets-space/declared/stack-settings";
import { type TeamSpace, teamsIn } from "../../../resources/team-secrets-space/teams/teams-in";
import type { OktaGroup } from "../../../tenant/store/okta-records";
import type { OpaGroup, PolicyCondition, SecretFolder, SecretPrivilege } from "../../../tenant/store/opa-records";
import type { ByHand } from "./by-hand";

const place = { resourceGroup: "platform", project: "team-secrets", parentFolder: "teams" };

/** A team that is declared rightly; undefined where it is not. */
export function spaceOf(team: object, settings: StackSettings): TeamSpace | undefined {
    const { spaces, mistakes } = teamsIn([team], place, undefined, settings);
    return mistakes.length > 0 ? undefined : spaces[0];
}

/** Makes in the tenant's store what a space of this declaration makes, with the marks of a stack's resources where one is given. */
export function makeAsASpace(
    hand: ByHand,
    { space, grants }: TeamSpace,
    settings: StackSettings,
    stack?: string,
): void {
    const { name, description = `Secrets of team ${name}` } = space;
    const marked = (resource: string, text = description) =>
        stack === undefined ? text : `${text} [pulumi:${stack}/${encodeURIComponent(resource)}]`.trimStart();
    const folder = hand.folder(space.folderName, { description: marked(`${name}-folder`) });
    const folders = new Map<string, SecretFolder>([["", folder]]);
    for (const path of foldersIn(space.folders)) {
        const above = folders.get(path.split("/").slice(0, -1).join("/")) ?? folder;
        const own = path.split("/").at(-1) ?? "";
        folders.set(path, hand.folder(own, { in: above, description: marked(`${name}-folder/${path}`) }));
    }
    for (const grant of grants) {
        const at = folders.get(grant.folder ?? "") ?? folder;
        const rules = rulesOf(grant, space.folderName, settings).map((rule) =>
            hand.rule([at], rule.privileges as readonly SecretPrivilege[], {
                name: rule.name,
                conditions: rule.conditions.map(onWire),
            }),
        );
        const groups = groupOf(hand, grant, description);
        const roles = grant.workloadRole === undefined ? [] : [{ type: "workload_role", id: grant.workloadRole }];
        const suffix = grant.level === undefined ? "" : `/${grant.level}`;
        hand.policy(grant.policyName, groups, rules, {
            description: marked(`${name}-policy${suffix}`),
            workloadRoles: roles,
        });
    }
}

function groupOf(hand: ByHand, grant: TeamSpace["grants"][number], description: string): readonly OpaGroup[] {
    const { store } = hand;
    if (grant.opaGroup !== undefined) return [store.opaGroupNamed(grant.opaGroup)].filter((one) => one !== undefined);
    if (grant.members) return [hand.push(hand.group(grant.groupName, grant.members, { description })).opa];
    const known = [...store.groups.values()].find(({ name, type }) => name === grant.group && type === "OKTA_GROUP");
    if (!known) return [];
    return [pushedOnce(hand, known)];
}

function pushedOnce(hand: ByHand, group: OktaGroup): OpaGroup {
    const isPushed = [...hand.store.mappings.values()].some(({ sourceGroupId }) => sourceGroupId === group.id);
    const arrived = hand.store.opaGroupNamed(group.name);
    return isPushed && arrived ? arrived : hand.push(group).opa;
}

function onWire(condition: ReturnType<typeof rulesOf>[number]["conditions"][number]): PolicyCondition {
    if (condition.conditionType === "mfa") {
        const { reAuthFrequencyInSeconds, acrValues } = condition;
        const value = { _type: "mfa", re_auth_frequency_in_seconds: reAuthFrequencyInSeconds, acr_values: acrValues };
        return { type: "mfa", value };
    }
    const { requestTypeId, requestTypeName, expiresAfterSeconds } = condition;
    const value = {
        _type: "access_request",
        request_type_id: requestTypeId,
        request_type_name: requestTypeName,
        expires_after_seconds: expiresAfterSeconds,
    };
    return { type: "access_request", value };
}

/** What a declaration comes to, however it is written. */
export function meaningOf(team: object, settings: StackSettings): object {
    const made = spaceOf(team, settings);
    if (!made) throw new Error(`Not declared rightly: ${JSON.stringify(team)}`);
    const { space, grants } = made;
    return {
        description: space.description ?? `Secrets of team ${space.name}`,
        folderName: space.folderName,
        folders: foldersIn(space.folders),
        // Without people of its own a space has no group to name.
        groupName: space.members ? space.groupName : groupNameFor(space.name),
        grants: grants
            .map((grant) => ({
                level: grant.level ?? "",
                who: grant.members
                    ? [...grant.members].sort()
                    : [grant.group, grant.opaGroup, grant.workloadRole].join("|"),
                folder: grant.folder ?? "",
                policyName: grant.policyName,
                rules: rulesOf(grant, space.folderName, settings),
            }))
            .sort((one, other) => (one.level < other.level ? -1 : 1)),
    };
}
