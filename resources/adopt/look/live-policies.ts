import type { Mark } from "../../lifecycle/run/owner-mark";
import type { DeclaredCondition } from "../../opa/security-policy/declared/condition";
import { inOrder } from "../../opa/security-policy/declared/ordered";
import { ruleFromWire } from "../../opa/security-policy/wire/rule-from-wire";
import {
    descriptionOf,
    isOnOtherThings,
    type ListedPolicy,
    type NamedObject,
    otherPrincipals,
    policyIfReadable,
    type WirePolicy,
    type WireRule,
} from "../../opa/security-policy/wire/wire";

/** A rule on secrets that a declaration can express: on one folder. */
export interface LiveRule {
    readonly name: string;
    readonly folderId: string;
    /** By OPA's names. */
    readonly privileges: readonly string[];
    readonly conditions: readonly DeclaredCondition[];
}

/** A policy as it is, in the form of a declaration as far as possible. */
export interface LivePolicy {
    readonly id: string;
    readonly name: string;
    readonly description: string;
    readonly mark: Mark | undefined;
    readonly groups: readonly NamedObject[];
    readonly roles: readonly NamedObject[];
    /** Undefined: the policy is for every resource group. */
    readonly resourceGroupId: string | undefined;
    readonly rules: readonly LiveRule[];
    /** Every folder that any rule names, whatever the rule's form. */
    readonly folderIds: ReadonlySet<string>;
    /** What no space can express about it, as text. */
    readonly unsayable: readonly string[];
    readonly wire: WirePolicy | undefined;
}

/**
 * All policies, also those that cannot be read: the folders and groups that they name are still found. The order does
 * not depend on OPA's.
 */
export const livePolicies = (policies: readonly ListedPolicy[]): readonly LivePolicy[] =>
    inOrder(policies, ({ name, id }) => `${name} ${id}`).map(livePolicy);

/** Ids of the folders that policies for this resource group name. */
export const namedFolders = (policies: readonly ListedPolicy[], resourceGroupId: string): readonly string[] => {
    const mayBeThere = ({ resourceGroupId: its }: LivePolicy) => its === undefined || its === resourceGroupId;
    return [
        ...new Set(
            livePolicies(policies)
                .filter(mayBeThere)
                .flatMap(({ folderIds }) => [...folderIds]),
        ),
    ];
};

function livePolicy({ id, name, body }: ListedPolicy): LivePolicy {
    const wire = policyIfReadable(body);
    const folderIds = new Set(foldersNamedIn(wire?.rules ?? body));
    if (!wire) {
        const nothing = { description: "", mark: undefined, groups: [], roles: [], resourceGroupId: undefined };
        const unsayable = ["it does not have the shape that OPA documents"];
        return { id, name, ...nothing, rules: [], folderIds, unsayable, wire };
    }
    const { text, mark } = descriptionOf(wire);
    const read = inOrder(wire.rules, (rule) => `${rule.name} ${JSON.stringify(rule)}`).map(readRule);
    return {
        ...{ id, name, mark, folderIds, wire },
        description: text,
        groups: inOrder(wire.principals?.user_groups ?? [], ({ name, id }) => `${name} ${id}`),
        roles: inOrder(wire.principals?.workload_roles ?? [], ({ id }) => id),
        resourceGroupId: wire.resource_group?.id,
        rules: read.flatMap((one) => (typeof one === "string" ? [] : [one])),
        unsayable: [
            ...(wire.active ? [] : ["it is not active"]),
            ...otherPrincipals(wire).map((kind) => `it is also for principals of the kind "${kind}"`),
            ...read.filter((one) => typeof one === "string"),
        ],
    };
}

function readRule(wire: WireRule): LiveRule | string {
    const { name } = wire;
    if (isOnOtherThings(wire)) return `its rule "${name}" is on other things than secrets`;
    const { secretFolderId, secretId, privileges, conditions, raw } = ruleFromWire(wire);
    if (secretId !== undefined) return `its rule "${name}" is on a single secret`;
    if (raw || secretFolderId === undefined) return `its rule "${name}" ${whyRaw(wire)}`;
    return { name, folderId: secretFolderId, privileges: privileges ?? [], conditions: conditions ?? [] };
}

/** Why a rule is not one on a single folder with known conditions. */
function whyRaw(wire: WireRule): string {
    const folders = foldersNamedIn(wire);
    if (folders.length > 1) return `is on ${folders.length} folders at once`;
    const conditions = Array.isArray(wire["conditions"]) ? (wire["conditions"] as unknown[]) : [];
    const kinds = conditions.map((one) => String(Object(one).condition_type));
    const unknown = kinds.filter((kind) => kind !== "mfa" && kind !== "access_request");
    if (unknown.length > 0) return `has a condition of the kind "${unknown.join('", "')}"`;
    return "has a target, privileges or conditions of a form that no declaration has";
}

/** Ids of the folders that a rule names, in whatever form. */
function foldersNamedIn(value: unknown): readonly string[] {
    if (Array.isArray(value)) return [...new Set(value.flatMap(foldersNamedIn))];
    if (typeof value !== "object" || value === null) return [];
    return Object.entries(value).flatMap(([key, inner]) => {
        const { id } = Object(inner) as { readonly id?: unknown };
        return key === "secret_folder" && typeof id === "string" ? [id] : foldersNamedIn(inner);
    });
}
