import type { Mistake } from "../../lifecycle/declared/mistake";
import { holdsUnknown, unknownValue } from "../../lifecycle/declared/unknown";
import type { Nothing } from "../../lifecycle/declared/whole";
import type { DeclaredCondition } from "../../opa/security-policy/declared/condition";
import { deleting, type Privilege, revealing, spelledOut } from "../../opa/security-policy/declared/privileges";
import { asRuleConditions, type ConditionsOrNone, conditionMistakes, layered, shortOf } from "./conditions";
import type { ExistingSpaceLevel, SpaceConditions } from "./declared-team";
import { existingOf } from "./existing";
import { groupNameOfLevel, policyNameFor } from "./names";
import { hasAccess, retirementMistakes } from "./retired";
import type { Space } from "./space-schema";
import type { StackSettings } from "./stack-settings";

/** A space with the names that it will have; what is not known yet is `unknownValue`. */
export interface NamedSpace extends Space {
    readonly groupName: string;
    readonly folderName: string;
}

/** What some may do in a space: the team itself, or a level of access. Each has a policy of its own. */
export interface Grant extends Pick<Space, "members" | "group" | "privileges"> {
    /** The level's name; undefined for the team itself. */
    readonly level: string | undefined;
    /** Where it is declared: "" or "access.owners.". */
    readonly prefix: string;
    /** The name of its group, if it makes one, and what its policy is named after. */
    readonly groupName: string;
    readonly policyName: string;
    /** What is there already of it. */
    readonly existing?: ExistingSpaceLevel | undefined;
    readonly opaGroup?: string | undefined;
    readonly workloadRole?: string | undefined;
    /** False where the space is retired and does not keep this. */
    readonly hasAccess: boolean;
    /** One of the space's folders; undefined for all of it. */
    readonly folder?: string | undefined;
    /** As they come out of all layers; `unknownValue` where one of them is not known yet. */
    readonly conditions: SpaceConditions | typeof unknownValue;
}

/** What a space grants: to the team itself, then to each level. */
export function grantsOf(space: NamedSpace, settings: StackSettings): readonly Grant[] {
    const { members, group, privileges, groupName, conditions, access, retired } = space;
    const named = (name: string, level?: string) => {
        const there = existingOf(space.existing, level);
        const policyName = holdsUnknown(name) ? unknownValue : policyNameFor(name);
        return { groupName: name, policyName: there?.policy?.name ?? policyName, existing: there };
    };
    return [
        {
            level: undefined,
            prefix: "",
            ...named(groupName),
            ...{ members, group, privileges },
            hasAccess: hasAccess(retired, undefined),
            conditions: inForce(settings.conditions, conditions),
        },
        ...Object.entries(access).map(([level, declared]) => {
            const { conditions: own, members, group, opaGroup, workloadRole, privileges, folder, ...rest } = declared;
            rest satisfies Nothing;
            return {
                level,
                prefix: `access.${level}.`,
                ...named(holdsUnknown(groupName) ? unknownValue : groupNameOfLevel(groupName, level), level),
                ...{ members, group, opaGroup, workloadRole, privileges, folder },
                hasAccess: hasAccess(retired, level),
                // Nobody is there to meet them.
                conditions: workloadRole === undefined ? inForce(settings.conditions, conditions, own) : {},
            };
        }),
    ];
}

/** A rule of the policy of a grant. */
export interface GrantedRule {
    readonly name: string;
    readonly privileges: readonly Privilege[];
    readonly conditions: readonly DeclaredCondition[];
}

/** No folder has such a name, so that it is never that of another rule. */
const namesOnly = "see names";

/**
 * The rules of a grant's policy. People who need an approval to use a folder can see what is in it without one: otherwise they
 * would not know what to ask for.
 */
export function rulesOf(grant: Grant, folderName: string, { approvals }: StackSettings): readonly GrantedRule[] {
    if (grant.conditions === unknownValue) return [];
    const { mfa, approval } = asRuleConditions(grant.conditions as SpaceConditions, approvals);
    const privileges = spelledOut(grant.privileges);
    const [ownName = grant.folder?.split("/").at(-1) ?? folderName, ownNamesOnly = namesOnly] =
        grant.existing?.policy?.rules ?? [];
    if (approval.length === 0 || !privileges.includes("list") || privileges.length === 1) {
        return [{ name: ownName, privileges, conditions: [...mfa, ...approval] }];
    }
    return [
        {
            name: ownName,
            privileges: privileges.filter((one) => one !== "list"),
            conditions: [...mfa, ...approval],
        },
        { name: ownNamesOnly, privileges: ["list"], conditions: mfa },
    ];
}

/** What is wrong with what a space grants: its groups, its retirement, and conditions as they come out of all layers. */
export function grantMistakes(
    space: NamedSpace,
    grants: readonly Grant[],
    settings: StackSettings,
): readonly Mistake[] {
    const ofGrants = grants.flatMap((grant) => [
        ...groupMistakes(grant, settings),
        ...conditionsOf(grant, space, settings),
    ]);
    return [...ofGrants, ...retirementMistakes(space.retired, space)];
}

/** A stack may list the only groups that its declarations name. */
function groupMistakes({ prefix, group }: Grant, { groups }: StackSettings): readonly Mistake[] {
    if (groups === undefined || group === undefined || Object.hasOwn(groups, group)) return [];
    const known = Object.keys(groups).join(", ");
    const reason = `"${group}": is not one of the groups that may be named here (pulumi-okta-opa:groups): ${known}. Name one of them, or have this one added.`;
    return [{ property: `${prefix}group`, reason }];
}

function conditionsOf(grant: Grant, space: NamedSpace, settings: StackSettings): readonly Mistake[] {
    if (holdsUnknown(grant.conditions)) return [];
    const conditions = grant.conditions as SpaceConditions;
    const declared = grant.level === undefined ? space.conditions : space.access[grant.level]?.conditions;
    const own = declared === undefined ? [] : conditionMistakes(conditions, settings.approvals);
    return [...own, ...belowMinimum(grant, conditions, settings)].map((reason) => ({
        property: `${grant.prefix}conditions`,
        reason,
    }));
}

/** What a minimum is for, and the privileges that it concerns. */
const minima = [
    { of: "reveal", lets: "reveal secrets", by: revealing },
    { of: "delete", lets: "delete secrets or folders", by: deleting },
] as const;

function belowMinimum(grant: Grant, conditions: SpaceConditions, { minimum, approvals }: StackSettings): string[] {
    if (grant.workloadRole !== undefined || holdsUnknown(grant.privileges)) return [];
    const granted: readonly string[] = spelledOut(grant.privileges);
    return minima.flatMap(({ of, lets, by }) => {
        const least = minimum[of];
        if (!least || !by.some((one) => granted.includes(one))) return [];
        const short = shortOf(least, conditions, approvals);
        if (short.length === 0) return [];
        return [
            `${short.join("; ")} for whoever can ${lets} (pulumi-okta-opa:minimum.${of}). Declare conditions that are as tight, ` +
                "or privileges without that.",
        ];
    });
}

/**
 * People who are never asked for an approval, because another level lets them reveal the same secrets without one: it is not
 * documented which of two rules applies, so the weaker protection counts.
 */
export function needlessApprovals(grants: readonly Grant[]): readonly string[] {
    const showing = grants.filter(
        (one) =>
            one.hasAccess &&
            !holdsUnknown([one.privileges, one.conditions]) &&
            spelledOut(one.privileges).some((privilege) => revealing.includes(privilege)),
    );
    const isAsked = ({ conditions }: Grant) => (conditions as SpaceConditions).approval !== undefined;
    return showing.filter(isAsked).flatMap((asked) =>
        showing.flatMap((other) => {
            if (isAsked(other) || !covers(other, asked)) return [];
            const both = inBoth(asked, other);
            if (both === undefined) return [];
            const by = other.level === undefined ? "as members of the team" : `by access.${other.level}`;
            return [
                `${asked.prefix}conditions: approval "${(asked.conditions as SpaceConditions).approval}" is never asked of ${both}, ` +
                    `who can reveal the same secrets ${by} without it.`,
            ];
        }),
    );
}

const covers = (outer: Grant, inner: Grant): boolean =>
    outer.folder === undefined || `${inner.folder ?? ""}/`.startsWith(`${outer.folder}/`);

/** Who is in both, as far as the declaration tells. */
function inBoth(one: Grant, other: Grant): string | undefined {
    if (one.group !== undefined && one.group === other.group) return `the group "${one.group}"`;
    if (one.opaGroup !== undefined && one.opaGroup === other.opaGroup) return `OPA's group "${one.opaGroup}"`;
    const logins = new Set(other.members?.map((login) => login.toLowerCase()));
    const both = one.members?.filter((login) => !holdsUnknown(login) && logins.has(login.toLowerCase())) ?? [];
    return both.length > 0 ? both.join(", ") : undefined;
}

function inForce(...layers: readonly (ConditionsOrNone | undefined)[]): SpaceConditions | typeof unknownValue {
    return holdsUnknown(layers) ? unknownValue : layered(...layers);
}
